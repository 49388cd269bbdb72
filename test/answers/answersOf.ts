import fc from 'fast-check';
import { type Answers, choicesOf } from '../../src/answers/options.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { description, directory, name } from './hostileText.ts';

/** All answers that a catalog allows one by one; not all of their parts go together. */
export function answersOf(catalog: Catalog): fc.Arbitrary<Answers> {
  const names = (key: 'stack' | 'services' | 'targets') =>
    choicesOf(key, catalog).map((part) => part.name);
  return fc.record({
    directory,
    name,
    description,
    stack: fc.constantFrom(...names('stack')),
    services: fc.subarray(names('services')),
    targets: fc.subarray(names('targets')),
  });
}
