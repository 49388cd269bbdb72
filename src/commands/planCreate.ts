import { type Answers, OPTION_KEYS, OPTIONS } from '../answers/options.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { RelativePath } from '../catalog/contribution.ts';
import type { Target } from '../commit/commitChanges.ts';
import { contentId, type RecordedFile, STATE_PATH, stateText } from '../commit/projectState.ts';
import type { Disk } from '../host/disk.ts';
import type { Plan } from '../plan/plan.ts';
import { composeParts, renderPlan } from '../plan/planProject.ts';
import type { Project } from '../plan/project.ts';
import type { Change } from '../reconcile/change.ts';
import { VERSION } from '../version.ts';

/** Everything that creating a project will do to the disk, and what is known of the project. */
export interface CreatePlan {
  readonly project: Project;
  readonly changes: readonly Change[];
  readonly files: Readonly<Record<RelativePath, RecordedFile>>;
}

/**
 * Plans a new project against what its directory holds.
 * @throws UserError exit 2 for answers that do not go together, exit 3 for a directory in use
 */
export async function planCreate(
  answers: Answers,
  target: Target,
  catalog: Catalog,
  disk: Disk,
): Promise<CreatePlan> {
  const composition = composeParts(answers, catalog);
  const plan = renderPlan(composition, catalog);
  const changes = await changesTo(target, plan, disk);
  const files = recordFiles(plan);
  const remembered = OPTION_KEYS.filter((key) => OPTIONS[key].remembered);
  const state = stateText({
    format: 1,
    generator: VERSION,
    answers: Object.fromEntries(remembered.map((key) => [key, answers[key]])),
    files,
    conflicts: [],
  });
  const stateChange: Change = { kind: 'create', path: STATE_PATH, text: state, executable: false };
  return { project: composition.project, changes: [...changes, stateChange], files };
}

/** Nothing is there to reconcile with. */
function creations(plan: Plan): readonly Change[] {
  return [...plan].map(([path, { text, executable }]) => ({
    kind: 'create',
    path,
    text,
    executable,
  }));
}

async function changesTo(target: Target, plan: Plan, disk: Disk): Promise<readonly Change[]> {
  if (!target.exists) return creations(plan);
  const { reconcileExisting } = await import('./reconcileExisting.ts');
  return reconcileExisting(plan, target, disk);
}

function recordFiles(plan: Plan): Readonly<Record<RelativePath, RecordedFile>> {
  return Object.fromEntries(
    [...plan].map(([path, { text, executable }]) => [path, { id: contentId(text), executable }]),
  );
}
