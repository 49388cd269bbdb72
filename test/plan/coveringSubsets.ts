import { type Answers, choicesOf } from '../../src/answers/options.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { goTogether } from './matrix.ts';

/**
 * Few sets of services in which every two services of a stack are met in each way that the catalog
 * allows: both chosen, only one, neither. The largest gains come first.
 */
export function coveringSubsets(catalog: Catalog, stack: string): string[][] {
  const names = serviceNames(catalog);
  const open = allowedSubsets(catalog, stack);
  const missing = new Set(open.flatMap((services) => meetings(names, services)));
  const chosen: string[][] = [];
  while (missing.size > 0) {
    const gain = (services: readonly string[]) =>
      meetings(names, services).filter((meeting) => missing.has(meeting)).length;
    const best = open.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    for (const meeting of meetings(names, best)) missing.delete(meeting);
    chosen.push(best);
  }
  return chosen;
}

/** Every set of services that the catalog allows a stack. */
export function allowedSubsets(catalog: Catalog, stack: string): string[][] {
  const answers = (services: readonly string[]): Answers => ({
    directory: 'app',
    name: 'app',
    description: 'An app',
    stack,
    services,
    targets: [],
  });
  return subsetsOf(serviceNames(catalog)).filter((services) =>
    goTogether(answers(services), catalog),
  );
}

function serviceNames(catalog: Catalog): readonly string[] {
  return choicesOf('services', catalog).map(({ name }) => name);
}

function subsetsOf(names: readonly string[]): string[][] {
  return names.reduce<string[][]>(
    (subsets, name) => subsets.flatMap((subset) => [subset, [...subset, name]]),
    [[]],
  );
}

/** How every two of the names meet in a set: `a+b`, `a-b`, `-a+b` or neither. */
function meetings(names: readonly string[], services: readonly string[]): string[] {
  const signed = names.map((name) => `${services.includes(name) ? '+' : '-'}${name}`);
  return signed.flatMap((one, index) => signed.slice(index + 1).map((other) => `${one} ${other}`));
}
