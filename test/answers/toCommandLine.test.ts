import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectAnswers } from '../../src/answers/collectAnswers.ts';
import { flaggedAnswers, type ParsedFlags } from '../../src/answers/fromFlags.ts';
import type { Answers } from '../../src/answers/options.ts';
import { COMMAND_WORDS, toCommandLine } from '../../src/answers/toCommandLine.ts';
import { addFlags } from '../../src/answers/toFlags.ts';
import { createProgram } from '../../src/program.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { answersOf } from './answersOf.ts';
import { unattendedHost } from './unattendedHost.ts';

/** The words that a POSIX shell makes of a line. */
function shellWords(line: string): readonly string[] {
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { cwd: '/' }).toString();
  return printed.split('\0').slice(0, -1);
}

/** What the flags make of the words after the program's name. */
async function parse(words: readonly string[]): Promise<Answers> {
  let flagged: ReturnType<typeof flaggedAnswers> | undefined;
  const program = new Command().exitOverride().allowExcessArguments(true);
  addFlags(program, houseCatalog);
  program.action((_: unknown, flags: ParsedFlags) => {
    flagged = flaggedAnswers(program.args.at(-1), flags);
  });
  await program.parseAsync(words, { from: 'user' });
  if (!flagged) throw new Error('this is not a command line of create');
  const flags = { values: flagged, yes: true, mayAsk: false };
  return (await collectAnswers(flags, unattendedHost(), houseCatalog)).answers;
}

const answers: Answers = {
  directory: 'shop',
  name: 'shop',
  description: 'Sells "things"',
  stack: 'lantern',
  services: ['brook', 'wren'],
  targets: [],
};

describe('the command line that repeats a run', () => {
  it('is short where it can be', () => {
    expect(toCommandLine(answers, { git: false, dockerBuild: true, image: 'shop:1' })).toBe(
      'npx create-twelve-factor shop --name=shop \'--description=Sells "things"\' --stack=lantern ' +
        '--services=brook,wren --yes --no-git --docker-build --image=shop:1',
    );
  });

  it('gives the same answers, read by a real shell and the program', async () => {
    await fc.assert(
      fc.asyncProperty(answersOf(houseCatalog), async (given) => {
        const [npx, program, ...words] = shellWords(toCommandLine(given));
        expect([npx, program]).toEqual(['npx', 'create-twelve-factor']);
        expect(await parse(words)).toEqual(given);
      }),
      { numRuns: 100 },
    );
  });

  it('knows every command of the program', () => {
    const program = createProgram(
      { terminal: {} } as Parameters<typeof createProgram>[0],
      houseCatalog,
      () => undefined,
    );
    const names = program.commands.map((command) => command.name());
    expect([...new Set(['create', ...names])].sort()).toEqual(COMMAND_WORDS);
  });
});
