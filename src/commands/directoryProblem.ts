import { deriveName } from '../answers/collectAnswers.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { UserError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { inspectTarget } from './inspectTarget.ts';
import { refuseOccupied, strangersIn } from './occupants.ts';

/** Why no project can be made in the directory that was just typed, so that it can be typed again. */
export function directoryProblem(
  asked: string,
  host: Pick<Host, 'cwd' | 'home' | 'program' | 'disk'>,
  catalog: Catalog,
): string | undefined {
  const cwd = host.cwd();
  try {
    const target = inspectTarget(asked, { ...host, cwd }, host.disk);
    deriveName(asked, cwd);
    if (!target.exists) return undefined;
    const paths = catalog.parts.flatMap((part) => [...catalog.templatesOf(part.id).keys()]);
    refuseOccupied(target.directory, strangersIn(target.directory, new Set(paths), host.disk));
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
