import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flaggedAnswers, type ParsedFlags, switchesOf } from '../../src/answers/fromFlags.ts';
import { readPlainLine } from '../../src/answers/readPlainLine.ts';
import { RESERVED_WORDS } from '../../src/answers/toCommandLine.ts';
import { addFlags } from '../../src/answers/toFlags.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';

const read = (...argv: readonly string[]) =>
  readPlainLine(argv, (word) => RESERVED_WORDS.includes(word));

/** What commander makes of a command line, in the same form; undefined when it refuses it. */
function readByCommander(argv: readonly string[]): ReturnType<typeof read> {
  const program = new Command()
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .allowExcessArguments(true);
  addFlags(program, houseCatalog);
  let flags: ParsedFlags | undefined;
  program.action((_: unknown, parsed: ParsedFlags) => {
    flags = parsed;
  });
  try {
    program.parse(argv, { from: 'user' });
  } catch {
    return undefined;
  }
  return flags && { words: program.args, flags };
}

/** What `create` is told by a line. */
function meaningOf(line: ReturnType<typeof read>): object | undefined {
  if (!line) return undefined;
  const [directory, ...more] = line.words;
  return {
    more,
    values: [...flaggedAnswers(directory, line.flags)],
    switches: switchesOf(line.flags),
  };
}

describe('a plain command line', () => {
  it('is a directory and flags by their full names', () => {
    expect(read('shop', '--stack', 'flask', '--name=x', '-y', '--no-git')).toEqual({
      words: ['shop'],
      flags: { stack: 'flask', name: 'x', yes: true, git: false },
    });
  });

  it('may be empty', () => {
    expect(read()).toEqual({ words: [], flags: {} });
  });

  it('may repeat what adds up', () => {
    expect(read('--services', 'a,b', '--services=c')?.flags).toEqual({ services: ['a,b', 'c'] });
  });

  it.each([
    ['help', ['--help']],
    ['the version', ['-v']],
    ['an unknown flag', ['--nmae', 'x']],
    ['flags in one word', ['-yh']],
    ['a flag without its value', ['--name']],
    ['a value that looks like a flag', ['--name', '--yes']],
    ['an empty value', ['--name=']],
    ['a switch with a value', ['--yes=no']],
    ['a flag that was given already', ['--name', 'a', '--name', 'b']],
    ['opposites', ['--git', '--no-git']],
    ['two words', ['a', 'b']],
    ['a command', ['list']],
    ['what looks like a command', ['update']],
  ])('has no %s', (_, argv) => {
    expect(read(...argv)).toBeUndefined();
  });

  it('means what commander takes it to mean, whatever it holds', () => {
    const words = [
      'shop',
      '.',
      'a b',
      'é',
      '-',
      '--',
      '',
      '-y',
      '--yes',
      '--no-yes',
      '-h',
      '--color',
    ];
    const switches = [
      '--dry-run',
      '--json',
      '--git',
      '--no-git',
      '--install',
      '--no-color',
      '--debug',
    ];
    const names = ['--name', '--description', '--stack', '--services', '--image', '--answers'];
    const joined = fc.tuple(fc.constantFrom(...names), fc.string()).map((pair) => pair.join('='));
    const word = fc.oneof(fc.constantFrom(...words, ...switches, ...names), joined);
    let plain = 0;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
        const line = read(...argv);
        if (!line) return;
        plain += 1;
        expect(meaningOf(line)).toEqual(meaningOf(readByCommander(argv)));
      }),
      { numRuns: 2_000 },
    );
    expect(plain, 'lines that were plain').toBeGreaterThan(200);
  });
});
