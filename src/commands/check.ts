import { resolve } from 'node:path';
import { prepareApp } from '../check/app/prepareApp.ts';
import { allFactors } from '../check/factors/allFactors.ts';
import type { CheckResult } from '../check/finding.ts';
import { terminalReport } from '../check/report/terminalReport.ts';
import type { Level } from '../check/requirement.ts';
import { runChecks } from '../check/runChecks.ts';
import { EXIT, type ExitCode, printable } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { SIGNAL_EXIT } from '../host/signals.ts';

/** What the command line asks of `check`. */
export interface CheckRequest {
  readonly directory: string;
  readonly level: Level;
  readonly keepGoing: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * Checks a project by running it: copy, examine, report.
 * @returns 0 when no factor is broken, 7 when one is
 */
export async function check(request: CheckRequest, host: Host): Promise<ExitCode> {
  const { terminal, signals } = host;
  const source = resolve(host.cwd(), request.directory);
  terminal.err(`Checking ${printable(source)}: this runs its code, in a copy.`);
  const app = await prepareApp(source, host.environment.PATH ?? '', {});
  try {
    const progress = terminal.progress('Examining');
    const result = await runChecks(app, {
      factors: allFactors,
      level: request.level,
      timeoutMs: request.timeout * 1000,
      keepGoing: request.keepGoing,
      stopped: new Promise((end) => signals.listen((signal) => end(`${signal} came`))),
      onFinding: ({ requirement, status }) => progress.update(`${requirement.id} ${status}`),
    });
    progress.end('');
    terminal.out(terminalReport(result));
    return exitCodeOf(result, host);
  } finally {
    app.place.remove();
  }
}

function exitCodeOf(result: CheckResult, { signals }: Host): ExitCode {
  if (signals.received) return SIGNAL_EXIT[signals.received];
  return result.factors.some(({ status }) => status === 'broken') ? EXIT.broken : EXIT.done;
}
