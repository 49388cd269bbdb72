import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandText } from '../src/commandText.ts';

it('leaves plain words alone', () => {
  expect(commandText(['docker', 'build', '--tag', 'demo:dev', '.'])).toBe(
    'docker build --tag demo:dev .',
  );
});

it('is read back by a shell as it was', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 1 }),
    fc.constantFrom('\u009b', '\u202e', '\ufeff', '\n', 'ü'),
  );
  const word = fc.string({ unit }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), (words) => {
      const read = execFileSync('sh', ['-c', `printf '%s\\0' ${commandText(['x', ...words])}`]);
      expect(read.toString().split('\0').slice(0, -1)).toEqual(['x', ...words]);
    }),
    { numRuns: 50 },
  );
});

it('shows nothing that a terminal would act on', () => {
  expect(commandText(['cd', 'a\u001b[31m\u202eb'])).toBe(
    `cd 'a'"$(printf '\\033')"'[31m'"$(printf '\\342\\200\\256')"'b'`,
  );
});
