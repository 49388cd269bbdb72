import type { CheckContribution } from '../catalog/checkContribution.ts';
import type { Part } from '../catalog/part.ts';
import type { Task } from './project.ts';

/** The document of twelve-factor.check.json: what the parts tell, and the admin tasks. */
export function composeCheck(parts: readonly Part[], admin: readonly Task[]): object {
  const told = parts.flatMap(({ contributes }) => contributes.check ?? []);
  const lists = (['path', 'state', 'writable'] as const)
    .map((key) => [key, told.flatMap((part): readonly unknown[] => part[key] ?? [])] as const)
    .filter(([, list]) => list.length > 0);
  return {
    ...Object.assign({}, ...told.map(single)),
    ...Object.fromEntries(lists),
    admin: Object.fromEntries(admin.map(({ name, line }) => [name, line])),
  };
}

/** The values that a part tells for the whole project. */
function single({ ready, live, inFlight, jobs }: CheckContribution): object {
  return {
    ...(ready === undefined ? {} : { ready }),
    ...(live === undefined ? {} : { live }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}
