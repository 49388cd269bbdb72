import type { ExaminedApp } from '../check/app/examinedApp.ts';
import { prepareApp } from '../check/app/prepareApp.ts';
import { refuseMissingProgram } from '../check/app/refuseMissingProgram.ts';
import type { CheckResult } from '../check/finding.ts';
import { runChecks } from '../check/runChecks.ts';
import { diskFault } from '../commit/diskFault.ts';
import { EXIT, type ExitCode, printable } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { SIGNAL_EXIT } from '../host/signals.ts';
import { Cancelled } from '../host/terminal.ts';
import { checkProgress } from './checkProgress.ts';
import { printCheckReport } from './printCheckReport.ts';
import type { CheckRequest } from './toCheckRequest.ts';

/**
 * Checks a project: copy, examine, report.
 * @returns 0 when no factor is broken, 7 when one is
 * @throws UserError when the project can't be read, or a report not be written
 */
export async function check(request: CheckRequest, host: Host): Promise<ExitCode> {
  const { terminal } = host;
  terminal.err(`Checking ${printable(request.directory)}${manner(request)}`);
  const app = await prepare(request, host);
  try {
    if (request.level !== 'static') refuseMissingProgram(app);
    const result = await examine(app, request, host);
    const exitCode = exitCodeOf(result, host);
    await printCheckReport(result, exitCode, request, host);
    return exitCode;
  } finally {
    app.place.remove();
  }
}

function manner({ level }: CheckRequest): string {
  return level === 'static' ? ': this only reads its files.' : ': this runs its code, in a copy.';
}

/** Ctrl-C reaches the programs that make the copy too: what they then say is no failure. */
async function prepare(
  { directory, given, otherGiven, level }: CheckRequest,
  host: Host,
): Promise<ExaminedApp> {
  try {
    return await prepareApp(directory, host.environment.PATH ?? '', given, { otherGiven, level });
  } catch (error) {
    if (host.signals.received) throw new Cancelled(host.signals.received);
    throw diskFault(error, { path: 'the copy of the project' });
  }
}

async function examine(
  app: ExaminedApp,
  request: CheckRequest,
  { terminal, signals }: Host,
): Promise<CheckResult> {
  const { factors, level, timeoutMs, keepGoing } = request;
  const progress = checkProgress(request, terminal);
  try {
    return await runChecks(app, {
      ...{ factors, level, timeoutMs, keepGoing },
      stopped: new Promise((end) => signals.listen((signal) => end(`${signal} came`))),
      onFinding: progress.tell,
    });
  } finally {
    progress.end();
  }
}

function exitCodeOf(result: CheckResult, { signals }: Host): ExitCode {
  if (signals.received) return SIGNAL_EXIT[signals.received];
  return result.factors.some(({ status }) => status === 'broken') ? EXIT.broken : EXIT.done;
}
