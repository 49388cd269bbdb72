import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvFile } from '../../src/commands/readEnvFile.ts';
import { failureOf } from '../answers/failureOf.ts';
import { emptyFolder } from '../main/runProgram.ts';

const signals = { received: undefined, listen: () => () => undefined };

function read(text: string): Promise<Readonly<Record<string, string>>> {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'run.env'), text);
  return readEnvFile('run.env', { cwd: () => folder, signals });
}

describe('a file of variables', () => {
  it('is read as it stands', async () => {
    const text = '# a comment\n\nA=1\r\nB=x=y # no comment\nC=\n_d9=" quoted "\n';
    expect(await read(text)).toEqual({ A: '1', B: 'x=y # no comment', C: '', _d9: '" quoted "' });
  });

  it('is none where none is named', async () => {
    expect(await readEnvFile(undefined, { cwd: () => '/', signals })).toEqual({});
  });

  it('may give names that objects have already', async () => {
    expect(Object.entries(await read('constructor=1\n__proto__=2\n'))).toEqual([
      ['constructor', '1'],
      ['__proto__', '2'],
    ]);
  });

  it.each([
    ['A=1\nexport B=hunter2\n', 'run.env:2', /not NAME=value/],
    ['9A=hunter2\n', 'run.env:1', /not NAME=value/],
    ['A=hunter\u00002\n', 'run.env:1', /not NAME=value/],
    ['A=1\n\nA=hunter2\n', 'run.env:3', /A is given twice/],
  ])('%j is refused by its line, without its value', async (text, where, message) => {
    const failure = await failureOf(() => read(text));
    expect(failure).toMatchObject({ exitCode: 2, where });
    expect(failure.message).toMatch(message);
    expect(`${failure.message} ${failure.remedy}`).not.toContain('hunter');
  });

  it('must be there', async () => {
    const missing = readEnvFile('nowhere.env', { cwd: emptyFolder, signals });
    expect(await failureOf(() => missing)).toMatchObject({
      exitCode: 2,
      message: 'There is no such file',
    });
  });
});
