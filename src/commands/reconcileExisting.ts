import type { Target } from '../commit/commitChanges.ts';
import { contentId } from '../commit/projectState.ts';
import { readTexts } from '../commit/readTexts.ts';
import type { Disk } from '../host/disk.ts';
import type { Plan } from '../plan/plan.ts';
import type { Change } from '../reconcile/change.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { refuseOccupied, strangersIn } from './occupants.ts';

/**
 * What must happen to a directory that is there already, so that a project is in it.
 * @throws UserError exit 3 for a directory in use
 */
export function reconcileExisting(
  plan: Plan,
  { directory }: Target,
  disk: Disk,
): readonly Change[] {
  const strangers = strangersIn(directory, plan, disk);
  const onDisk = readTexts(directory, [...plan.keys()], disk);
  const changes = reconcile(new Map(), onDisk, plan, contentId);
  const conflicts = changes.filter(({ kind }) => kind === 'conflict').map(({ path }) => path);
  refuseOccupied(directory, [...new Set([...strangers, ...conflicts])].sort());
  return changes;
}
