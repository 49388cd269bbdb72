import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type CompiledCatalog, loadCatalog } from '../../src/catalog/loadCatalog.ts';
import { composeParts, planProject } from '../../src/plan/planProject.ts';
import { label, matrix } from '../plan/matrix.ts';
import { realCatalog } from './realCatalog.ts';

/** What `npm run build` made of templates/; `npm test` builds when they are newer. */
const compiled = createRequire(import.meta.url)('../../dist/catalog.cjs') as CompiledCatalog;
const builtCatalog = loadCatalog(compiled);
const STALE = 'dist/ is older than templates/: npm run build';

it('the build has every part', () => {
  expect(builtCatalog.parts, STALE).toEqual(realCatalog.parts);
});

describe('compiled and rendered as they are, templates give the same bytes', () => {
  it.each(matrix(realCatalog).map((answers) => [label(answers), answers] as const))(
    '%s',
    (_, answers) => {
      expect(composeParts(answers, builtCatalog), STALE).toEqual(
        composeParts(answers, realCatalog),
      );
      expect([...planProject(answers, builtCatalog)], STALE).toEqual([
        ...planProject(answers, realCatalog),
      ]);
    },
  );
});
