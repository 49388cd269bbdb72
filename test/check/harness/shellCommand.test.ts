import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readShellProcfile } from '../../../src/check/harness/readShellProcfile.ts';
import { shellCommand } from '../../../src/check/harness/shellCommand.ts';

const sh = (text: string): readonly string[] => ['/bin/sh', '-c', text];

describe('a command as platforms run it', () => {
  it.each([
    ['node main.mjs web', ['node', 'main.mjs', 'web']],
    ['python -c "print(1)"', ['python', '-c', 'print(1)']],
    ['gunicorn app:app --bind 0.0.0.0:$PORT', sh('exec gunicorn app:app --bind 0.0.0.0:$PORT')],
    ['gunicorn "app:create(\'x\')" -b :$PORT', sh('exec gunicorn "app:create(\'x\')" -b :$PORT')],
    ['A=1 B="x y" node main.mjs', sh('A=1 B="x y" exec node main.mjs')],
    ['node main.mjs 2>&1', sh('exec node main.mjs 2>&1')],
    ['exec node main.mjs', sh('exec node main.mjs')],
    ['python manage.py migrate && gunicorn app', sh('python manage.py migrate && gunicorn app')],
    ['node main.mjs | pino', sh('node main.mjs | pino')],
    ['cd app', sh('cd app')],
    ['(cd app; node main.mjs)', sh('(cd app; node main.mjs)')],
    ['node $(cat main)', sh('node $(cat main)')],
    ['if true; then node x; fi', sh('if true; then node x; fi')],
  ] as const)('%s', (command, argv) => {
    expect(shellCommand(command)).toEqual(argv);
  });

  it('is the process itself where it is one simple command', () => {
    const [program = '', ...args] = shellCommand('X=1 sh -c "echo $$ $PPID $X"');
    const { pid, stdout } = spawnSync(program, args, { encoding: 'utf8' });
    expect(stdout.trim().split(' ')[0]).toBe(String(pid));
  });
});

describe('a Procfile as platforms read it', () => {
  it('has names in any letters, and comments', () => {
    const text =
      '# all\nweb: node a\nClock_2: node b\nwork-er:   node c  \r\nno entry\n\nweb: node d\n';
    expect(readShellProcfile(text)).toEqual([
      { name: 'web', argv: ['node', 'd'] },
      { name: 'Clock_2', argv: ['node', 'b'] },
      { name: 'work-er', argv: ['node', 'c'] },
    ]);
  });
});
