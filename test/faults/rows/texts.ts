import { readFileSync, rmSync } from 'node:fs';
import { parse as parseToml } from 'smol-toml';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { type Run, run } from '../harness/run.ts';
import { takeSnapshot } from '../harness/snapshot.ts';

const TEXTS: readonly string[] = [
  ...['"double" and \'single\'', 'back\\slash \\n \\u0022', '$(touch PWNED)', '`touch PWNED`'],
  ...[
    '; touch PWNED',
    '& < > &amp;',
    '*/ /* --> <!--',
    '#{x} # no comment',
    '$' + '{{ github.token }}',
  ],
  ...['{{7*7}} {{{x}}} {{> y}}', '<%= 7*7 %>', '""" \'\'\'', '%s %(x)s %%', '- : | > ! & * ?'],
  ...['[a](javascript:x) **b**', 'ünï 日本 🎉', 'null', '1e3', 'true', '~'],
];

const REFUSED_TEXTS: readonly (readonly [string, string])[] = [
  ['a line break', 'a\nb'],
  ['an escape sequence', 'a\u001b[31mb'],
  ['a mark that turns the direction', 'a\u202eb'],
  ['300 characters', 'x'.repeat(300)],
  ['nothing but blanks', '   '],
];

/** Every file that holds the text gives it back as it was, and what was printed repeats it. */
function survives(text: string) {
  return async (box: Box, { stdout }: Run): Promise<void> => {
    const read = (path: string) => readFileSync(box.at(`orders/${path}`), 'utf8');
    expect(JSON.parse(read('.twelve-factor.json')).answers.description).toBe(text);
    expect(JSON.parse(read('openapi.json')).info.description).toBe(text);
    const { project } = parseToml(read('pyproject.toml')) as { project: { description: string } };
    expect(project.description).toBe(text);
    const first = takeSnapshot(box.at('orders'));
    rmSync(box.at('orders'), { recursive: true });
    const line = /^ {2}npx create-twelve-factor (.*)$/m.exec(stdout)?.[1];
    await run(box, [], { shell: `exec "$@" ${line}` });
    expect(takeSnapshot(box.at('orders'))).toEqual(first);
    expect([...takeSnapshot(box.cwd).keys()]).not.toContain('PWNED');
  };
}

/** What goes wrong with free text. */
export const TEXT_FAULTS: readonly Fault[] = [
  ...TEXTS.map(
    (text): Fault => ({
      row: 'B2',
      fault: `the description ${text}`,
      args: [...ORDERS, `--description=${text}`],
      exit: 0,
      also: survives(text),
    }),
  ),
  ...REFUSED_TEXTS.map(
    ([what, text]): Fault => ({
      row: 'B2',
      fault: `a description with ${what}`,
      args: [...ORDERS, `--description=${text}`],
      exit: 2,
      says: /no valid description/,
    }),
  ),
];
