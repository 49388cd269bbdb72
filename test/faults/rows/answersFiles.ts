import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import type { Fault } from '../harness/fault.ts';
import { asNobody, type Manner, type Run } from '../harness/run.ts';

const GOOD = { directory: 'orders', stack: 'flask', description: 'Größe' };
const NAMED = ['--answers', 'answers.yaml', '--no-git', '--yes'];

/** Runs inside the program: tells at its end what it took, and whether a prototype was changed. */
const PROBE = `process.on('exit', () => require('node:fs').writeFileSync(
  process.env.PROBE, JSON.stringify({ kilobytes: process.resourceUsage().maxRSS, x: ({}).x })));`;

function probed(box: Box): Manner {
  const probe = join(box.record, 'probe.cjs');
  writeFileSync(probe, PROBE);
  const PROBED = join(box.record, 'probed.json');
  return { environment: { NODE_OPTIONS: `--require=${probe}`, PROBE: PROBED } };
}

/** It ended fast, in little memory, and no prototype has a new property. */
function staysSober(box: Box, { milliseconds }: Run): void {
  const { kilobytes, x } = JSON.parse(readFileSync(join(box.record, 'probed.json'), 'utf8'));
  expect(milliseconds).toBeLessThan(1500);
  expect(kilobytes).toBeLessThan(200_000);
  expect(x).toBeUndefined();
}

const DEEP = 1_000_000;

const hostile: readonly (readonly [string, () => string | Uint8Array, RegExp])[] = [
  ['a key __proto__', () => '{"__proto__": {"x": 1}}', /answers.yaml:1.*\n/],
  ['a key constructor', () => 'constructor:\n  prototype: {x: 1}', /called "constructor"/],
  ['a number for a text', () => 'stack: flask\ndescription: 1', /It must be a text\n.*yaml:2/],
  ['a list for a text', () => '{"stack": ["flask"]}', /It must be a text\n.*yaml:1/],
  ['an unknown key', () => 'stack: flask\nstck: flask', /called "stck"\n.*yaml:2/],
  ['a key twice', () => 'stack: flask\nstack: flask', /unique\n.*yaml:2/],
  ['a tag', () => 'stack: !!js/function "x"', /[Tt]ag.*\n.*yaml:1/],
  ['an alias', () => 'stack: &a flask\ndescription: *a', /aliases are not allowed\n.*yaml:1/],
  ['aliases of aliases', () => bomb(), /aliases are not allowed/],
  ['a list in place of an object', () => '[1]', /must hold one object/],
  ['a NUL', () => 'description: "a\\0b"', /description.*control character|NUL/],
  ['text that is neither JSON nor YAML', () => '{"stack": ', /answers.yaml:\d/],
  [`${DEEP} open brackets`, () => '['.repeat(DEEP), /larger than 16 KiB/],
  ['brackets as deep as they fit', () => '['.repeat(16_000), /nested too deep/],
  ['closing brackets only', () => ']'.repeat(16_000), /nested too deep/],
  ['quotation marks only', () => '"'.repeat(16_000), /answers.yaml:1/],
  ['100 MB', () => Buffer.alloc(100_000_000, 'x'), /larger than 16 KiB/],
];

function bomb(): string {
  const line = (depth: number) => `a${depth}: &a${depth} [${`*a${depth - 1},`.repeat(9)}]`;
  return `a0: &a0 x\n${Array.from({ length: 9 }, (_, depth) => line(depth + 1)).join('\n')}`;
}

const unreadable: readonly (readonly [string, (box: Box) => void, RegExp])[] = [
  ['is missing', () => undefined, /There is no such file/],
  ['is a directory', (box) => box.makeFolder('answers.yaml'), /This is not a file/],
  ['is a named pipe', (box) => execFileSync('mkfifo', [box.at('answers.yaml')]), /not a file/],
  [
    'is /dev/zero',
    (box) => execFileSync('ln', ['-s', '/dev/zero', box.at('answers.yaml')]),
    /not a file/,
  ],
  ['may not be read', (box) => chmodSync(box.write('answers.yaml', 'stack: flask'), 0), /EACCES/],
];

const text = `${JSON.stringify(GOOD, null, 2)}\n`;

const encodings: readonly (readonly [string, string | Uint8Array, boolean])[] = [
  ['a byte order mark', `\ufeff${text}`, true],
  ['CRLF line ends', text.replaceAll('\n', '\r\n'), true],
  ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), false],
  ['Latin-1', Buffer.from(text, 'latin1'), false],
];

function givesTheDescription(box: Box): void {
  const state = JSON.parse(readFileSync(box.at('orders/.twelve-factor.json'), 'utf8'));
  expect(state.answers.description).toBe(GOOD.description);
}

/** What goes wrong with a file of answers. */
export const ANSWERS_FILE_FAULTS: readonly Fault[] = [
  ...hostile.map(
    ([what, content, says]): Fault => ({
      row: 'A4',
      fault: `the answers file holds ${what}`,
      arrange: (box) => void box.write('answers.yaml', content()),
      args: NAMED,
      manner: probed,
      exit: 2,
      says,
      also: staysSober,
    }),
  ),
  ...unreadable.map(
    ([what, arrange, says]): Fault => ({
      row: 'A5',
      fault: `the answers file ${what}`,
      needs: ['linux'],
      arrange,
      args: NAMED,
      manner: (box) => asNobody(box),
      exit: 2,
      says,
    }),
  ),
  ...encodings.map(
    ([what, content, accepted]): Fault => ({
      row: 'A6',
      fault: `the answers file has ${what}`,
      arrange: (box) => void box.write('answers.yaml', content),
      args: NAMED,
      ...(accepted ? { exit: 0, also: givesTheDescription } : { exit: 2, says: /not UTF-8/ }),
    }),
  ),
];
