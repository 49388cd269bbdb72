import { createHash } from 'node:crypto';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { matrix } from './matrix.ts';

/** One hash over every byte of every project that a catalog offers. */
export function digestOf(catalog: Catalog): string {
  const hash = createHash('sha256');
  for (const answers of matrix(catalog))
    hash.update(JSON.stringify([...planProject(answers, catalog)]));
  return hash.digest('hex');
}
