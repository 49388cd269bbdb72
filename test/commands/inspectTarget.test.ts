import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectTarget } from '../../src/commands/inspectTarget.ts';
import { nodeDisk } from '../../src/host/disk.ts';

/** A home with a shop in it, in which we stand. */
function places() {
  const root = mkdtempSync(join(tmpdir(), 'target-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const home = join(root, 'home');
  const program = join(root, 'program');
  for (const folder of [join(home, 'shop', 'inner'), program])
    mkdirSync(folder, { recursive: true });
  return { cwd: join(home, 'shop'), home, program };
}

describe('a target', () => {
  it.each([
    ['orders', false],
    ['deep/in/orders', false],
    ['../beside', false],
    ['inner', true],
    ['.', true],
  ])('%j may be written to; it exists: %s', (asked, exists) => {
    const at = places();
    expect(inspectTarget(asked, at, nodeDisk)).toMatchObject({
      directory: join(at.cwd, asked),
      exists,
    });
  });

  it.each([
    ['/', 'the root'],
    ['..', 'your home'],
    ['../..', 'inside of'],
    ['../../program', "program's own"],
    ['../../program/dist/x', "program's own"],
  ])('%j is refused: %s', (asked, words) => {
    const at = places();
    expect(() => inspectTarget(asked, at, nodeDisk)).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringContaining(words) }),
    );
  });

  it('that is a file or a link is refused', () => {
    const at = places();
    writeFileSync(join(at.cwd, 'file'), '');
    symlinkSync('inner', join(at.cwd, 'link'));
    const refusal = (asked: string) => () => inspectTarget(asked, at, nodeDisk);
    expect(refusal('file')).toThrow('There is a file of this name');
    expect(refusal('link')).toThrow('This is a symbolic link to inner');
  });
});
