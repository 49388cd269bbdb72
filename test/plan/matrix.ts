import { type Answers, choicesOf } from '../../src/answers/options.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { UserError } from '../../src/errors.ts';
import { selectParts } from '../../src/plan/selectParts.ts';

const DESCRIPTION = 'Takes orders and ships them';

/**
 * Answers for every stack with every choice of up to two services and two targets, and with as
 * many services as go together: what a catalog offers, without what it refuses.
 */
export function matrix(catalog: Catalog): readonly Answers[] {
  const names = (key: 'stack' | 'services' | 'targets'): readonly string[] =>
    choicesOf(key, catalog).map((part) => part.name);
  const common = { directory: 'orders', name: 'orders', description: DESCRIPTION };
  const found = new Map<string, Answers>();
  for (const stack of names('stack')) {
    const allowed = (services: readonly string[], targets: readonly string[] = []): boolean =>
      goTogether({ ...common, stack, services, targets }, catalog);
    const packed = names('services').map((first) => {
      const chosen = new Set(allowed([first]) ? [first] : []);
      for (const next of names('services')) if (allowed([...chosen, next])) chosen.add(next);
      return names('services').filter((name) => chosen.has(name));
    });
    for (const services of [...pairs(names('services')), ...packed])
      for (const targets of pairs(names('targets'))) {
        const answers = { ...common, stack, services, targets };
        if (goTogether(answers, catalog)) found.set(label(answers), answers);
      }
  }
  return [...found.values()];
}

/** A short name of a case. */
export function label({ stack, services, targets }: Answers): string {
  return [stack, ...services, ...targets].join('+');
}

/** Whether the catalog lets these be chosen together. */
export function goTogether(answers: Answers, catalog: Catalog): boolean {
  try {
    return selectParts(answers, catalog).length > 0;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Nothing, each one, and each two of the names. */
function pairs(names: readonly string[]): readonly (readonly string[])[] {
  return [
    [],
    ...names.map((name) => [name]),
    ...names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other])),
  ];
}
