import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/answers/options.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { description } from '../answers/hostileText.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { matrix } from '../plan/matrix.ts';
import { parserOf } from './parsers.ts';
import { plainMarkdown } from './plainMarkdown.ts';

/** Every text in a value, at any depth. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The paragraph that follows the first heading. */
function firstParagraph(markdown: string): string {
  return markdown.split('\n')[2] ?? '';
}

/** What a reader of the file takes for the description; each format has its own. */
function readDescription(path: string, text: string, given: string): string {
  if (path.endsWith('.md')) return plainMarkdown(firstParagraph(text));
  const parse = parserOf(path);
  if (!parse) throw new Error(`${path} holds the description, and nothing reads it back`);
  return textsIn(parse(text)).find((one) => one === given) ?? '(another text)';
}

describe.each([
  ['shipped', realCatalog, ['AGENTS.md', 'README.md', 'openapi.json', 'pyproject.toml']],
  [
    'made-up',
    houseCatalog,
    ['AGENTS.md', 'README.md', 'harbour.yaml', 'openapi.json', 'quill.toml'],
  ],
] as const)('a description in a project of the %s catalog', (_, catalog, holders) => {
  const answers = matrix(catalog).find(
    ({ targets }) => targets.length > 0 || catalog === realCatalog,
  ) as Answers;
  const plan = (given: string) => planProject({ ...answers, description: given }, catalog);

  it('stands in these files and in no other', () => {
    const [one, other] = [plan('One sentence'), plan('Another')];
    const changed = [...one.keys()].filter((path) => one.get(path)?.text !== other.get(path)?.text);
    expect(changed).toEqual(holders);
  });

  it('is read back from each, whatever it says', () => {
    fc.assert(
      fc.property(description, (given) => {
        for (const path of holders) {
          const expected = path.endsWith('.md') ? given.replace(/\s+/g, ' ').trim() : given;
          const text = plan(given).get(path)?.text ?? '';
          expect(readDescription(path, text, given), path).toBe(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('changes nothing else of a file', () => {
    const lines = (given: string, path: string) => plan(given).get(path)?.text.split('\n').length;
    for (const path of holders) expect(lines('" \\ {{x}} \' # |', path)).toBe(lines('x', path));
  });
});
