import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/loadCatalog.ts';
import { readSources } from '../../src/catalog/readCatalog.ts';
import { ENCODERS } from '../../src/plan/encoders.ts';
import { composeParts, planProject } from '../../src/plan/planProject.ts';
import { label, matrix } from '../plan/matrix.ts';
import { realCatalog, TEMPLATES } from './realCatalog.ts';

/** What `npm run build` made of templates/; `npm test` builds when they are newer. */
const DIST = join(import.meta.dirname, '../../dist');
const builtCatalog = loadCatalog(DIST);
const STALE = 'dist/ is older than templates/: npm run build';
const cases = matrix(realCatalog).map((answers) => [label(answers), answers] as const);

it('the build has every part', () => {
  expect(builtCatalog.parts, STALE).toEqual(realCatalog.parts);
});

it('the list of the parts to choose from is small, whatever they contribute', () => {
  const list = readFileSync(join(DIST, 'parts.json'), 'utf8');
  expect(list.length / realCatalog.parts.length).toBeLessThan(250);
});

describe('built and read as they are, parts give the same bytes', () => {
  it.each(cases)('%s', (_, answers) => {
    expect(composeParts(answers, builtCatalog), STALE).toEqual(composeParts(answers, realCatalog));
    expect([...planProject(answers, builtCatalog)], STALE).toEqual([
      ...planProject(answers, realCatalog),
    ]);
  });
});

describe('Handlebars itself renders the same bytes', () => {
  const { texts } = readSources(TEMPLATES);
  const handlebars = Handlebars.create();
  for (const [name, encode] of Object.entries(ENCODERS)) handlebars.registerHelper(name, encode);
  const options = { strict: true, noEscape: true };
  const compiled = new Map(
    [...texts].map(([part, files]) => [
      part,
      new Map([...files].map(([path, text]) => [path, handlebars.compile(text, options)])),
    ]),
  );

  it.each(cases)('%s', (_, answers) => {
    const { parts, project } = composeParts(answers, builtCatalog);
    const rendered = parts
      .flatMap(({ id }) => [...(compiled.get(id) ?? [])])
      .map(([path, render]) => [path, render(project)] as const)
      .filter(([, text]) => text !== '');
    const planned = [...planProject(answers, builtCatalog)].map(([path, { text }]) => [path, text]);
    expect(planned).toEqual(rendered.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
});
