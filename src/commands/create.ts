import type { Step } from '../after/step.ts';
import { collectAnswers } from '../answers/collectAnswers.ts';
import type { Switches } from '../answers/options.ts';
import type { RawAnswers } from '../answers/parseAnswersFile.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { loadCommitChanges } from '../commit/commitChanges.ts';
import { EXIT, type ExitCode, printable } from '../errors.ts';
import type { AbsolutePath } from '../host/disk.ts';
import type { Host } from '../host/host.ts';
import { SIGNAL_EXIT } from '../host/signals.ts';
import { Cancelled } from '../host/terminal.ts';
import { checkSwitches } from './checkSwitches.ts';
import { directoryProblem } from './directoryProblem.ts';
import { inspectTarget } from './inspectTarget.ts';
import { planCreate } from './planCreate.ts';
import { printReport, type Report } from './printReport.ts';
import { toMadeProject } from './toMadeProject.ts';
import { wantedSteps } from './wantedSteps.ts';

/** What the command line asks of `create`. */
export interface CreateRequest {
  readonly values: RawAnswers;
  readonly switches: Switches;
}

/**
 * Creates a project: answers, plan, commit, after-steps, report.
 * @throws UserError or Cancelled while nothing is on disk; afterwards only steps can fail
 */
export async function create(
  request: CreateRequest,
  host: Host,
  catalog: Catalog,
): Promise<ExitCode> {
  const { switches, values } = request;
  const { terminal, disk } = host;
  checkSwitches(switches);
  const { yes, answers: file } = switches;
  // An answers file from stdin leaves nothing to type on.
  const mayAsk = !yes && !switches.json && file !== '-' && terminal.interactive;
  const given = {
    ...{ values, yes, mayAsk, ...(file === undefined ? {} : { file }) },
    directoryProblem: (asked: string) => directoryProblem(asked, host, catalog),
  };
  const { answers, sources } = await collectAnswers(given, host, catalog);

  const target = inspectTarget(answers.directory, { ...host, cwd: host.cwd() }, disk);
  if (target.exists && !switches.dryRun) await undoUnfinished(target.directory, host);
  const { project, changes, files } = await planCreate(answers, target, catalog, disk);
  const { directory } = target;
  const planned = { answers, sources, switches, directory, files, changes, project };
  if (switches.dryRun) return finish({ ...planned, steps: [] }, EXIT.done, host);

  if (Object.values(sources).includes('prompt')) await confirm(planned, host);
  const commitChanges = await loadCommitChanges(target);
  await hearSignals();
  if (host.signals.received) throw new Cancelled(host.signals.received);
  commitChanges(changes, directory, disk);
  await hearSignals();
  const steps = await runSteps(planned, host);
  return finish({ ...planned, steps }, exitCodeOf(steps, switches, host), host);
}

/** Planning and committing are synchronous: a signal that came meanwhile is heard after them. */
function hearSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a killed run left half-way in the directory is taken back first. */
async function undoUnfinished(directory: AbsolutePath, { disk, terminal }: Host): Promise<void> {
  const { recoverTransaction } = await import('../commit/recoverTransaction.ts');
  const undone = recoverTransaction(directory, disk);
  if (!undone) return;
  const count = undone.restored.length + undone.removed.length;
  terminal.err(`Undid an unfinished run in ${printable(directory)}: ${count} files are as before.`);
}

async function confirm(planned: Omit<Report, 'steps'>, host: Host): Promise<void> {
  const { printSummary } = await import('./printSummary.ts');
  await printSummary(planned, host.terminal);
  const agreed = await host.terminal.ask({ kind: 'confirm', message: 'Write it?', default: true });
  if (!agreed) throw new Cancelled('SIGINT');
}

async function runSteps(planned: Omit<Report, 'steps'>, host: Host): Promise<readonly Step[]> {
  const wanted = wantedSteps(planned);
  if (wanted.length === 0) return [];
  const after = await import('../after/runSteps.ts');
  return after.runSteps(wanted, toMadeProject(planned), host);
}

/** A git step that nobody asked for may fail: the project is complete without it. */
function exitCodeOf(steps: readonly Step[], switches: Switches, host: Host): ExitCode {
  if (host.signals.received) return SIGNAL_EXIT[host.signals.received];
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  return failed.some(({ id }) => id !== 'git' || switches.git === true) ? EXIT.step : EXIT.done;
}

async function finish(report: Report, exitCode: ExitCode, host: Host): Promise<ExitCode> {
  await printReport(report, exitCode, host);
  return exitCode;
}
