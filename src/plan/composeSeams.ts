import type { ModuleEntry } from '../catalog/contribution.ts';
import type { Part } from '../catalog/part.ts';

/** The modules of every seam that the parts declare, by the seam's name, each in order of names. */
export function composeSeams(
  parts: readonly Part[],
): Readonly<Record<string, readonly ModuleEntry[]>> {
  const seams = parts.flatMap(({ contributes }) => contributes.seams ?? []);
  for (const { id, contributes } of parts)
    for (const { seam } of contributes.modules ?? [])
      if (!seams.some(({ name }) => name === seam))
        throw new Error(`${id} gives a module to the seam ${seam}, which no part declares`);
  const modules = parts.flatMap(({ contributes }) => contributes.modules ?? []);
  return Object.fromEntries(seams.map(({ name }) => [name, modulesOf(name, modules)]));
}

function modulesOf(seam: string, modules: readonly ModuleEntry[]): readonly ModuleEntry[] {
  return modules
    .filter((module) => module.seam === seam)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
