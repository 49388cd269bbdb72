import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { label, matrix } from '../plan/matrix.ts';
import { parserOf } from './parsers.ts';
import { noPython, pythonProblems } from './pythonProblems.ts';

type File = readonly [name: string, text: string];

/** Every different file of every project, once, called after the first project that has it. */
function filesOf(catalog: Catalog): readonly File[] {
  const files = new Map<string, File>();
  for (const answers of matrix(catalog))
    for (const [path, { text }] of planProject(answers, catalog)) {
      const key = `${path}\0${text}`;
      if (!files.has(key)) files.set(key, [`${label(answers)}: ${path}`, text]);
    }
  return [...files.values()];
}

/** The files and lines in which a pattern is found. */
function found(files: readonly File[], pattern: RegExp): readonly string[] {
  return files.flatMap(([name, text]) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line}`] : [])),
  );
}

describe.each([
  ['shipped', realCatalog],
  ['made-up', houseCatalog],
])('every file of the %s catalog', (_, catalog) => {
  const files = filesOf(catalog);

  it('is parsed by the parser of its format', () => {
    const problems = files.flatMap(([name, text]) => {
      try {
        parserOf(name)?.(text);
        return [];
      } catch (error) {
        return [`${name}: ${(error as Error).message}`];
      }
    });
    expect(problems).toEqual([]);
  });

  it('holds no unrendered expression', () => {
    expect(found(files, /(?<!\$)\{\{/)).toEqual([]);
  });

  it('holds nothing that JavaScript writes for want of a value', () => {
    expect(found(files, /\[object |(=|: |\| )undefined$/)).toEqual([]);
  });

  it('holds no HTML entity', () => {
    expect(found(files, /&(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);/i)).toEqual([]);
  });

  it('has no trailing blanks, no carriage return and no other odd character', () => {
    expect(found(files, /[^\S\n]$/)).toEqual([]);
    expect(found(files, /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u2028-\u202e\ufeff]/)).toEqual(
      [],
    );
  });

  it('ends with exactly one line end, or is empty', () => {
    const wrong = files.filter(([, text]) => text !== '' && !/(^|[^\n])\n$/.test(text));
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it.skipIf(noPython !== undefined)(`is Python where its name says so ${noPython ?? ''}`, () => {
    expect(pythonProblems(files.filter(([name]) => name.endsWith('.py')))).toEqual([]);
  });
});

it.skipIf(noPython !== undefined)('broken Python would be found', () => {
  expect(pythonProblems([['a.py', 'def f(:\n']])).toHaveLength(1);
});
