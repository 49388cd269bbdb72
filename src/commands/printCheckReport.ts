import type { CheckResult } from '../check/finding.ts';
import { htmlReport } from '../check/report/htmlReport.ts';
import { jsonReport } from '../check/report/jsonReport.ts';
import { junitReport } from '../check/report/junitReport.ts';
import { terminalReport } from '../check/report/terminalReport.ts';
import type { ExitCode } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { writeReportFile } from './reportFiles.ts';
import type { CheckRequest } from './toCheckRequest.ts';

/**
 * Says what a check found: on stdout, and in the files that were asked for.
 * @throws UserError exit 4 when one of these can't be written
 */
export async function printCheckReport(
  result: CheckResult,
  exitCode: ExitCode,
  { json, junit, html }: Pick<CheckRequest, 'json' | 'junit' | 'html'>,
  host: Host,
): Promise<void> {
  const { terminal } = host;
  if (junit !== undefined) writeReportFile(junit, junitReport(result), host);
  if (html !== undefined) writeReportFile(html, htmlReport(result), host);
  if (json) terminal.out(JSON.stringify(jsonReport(result, exitCode), null, 2));
  else terminal.out(terminalReport(result, await terminal.styles('out'), terminal.columns));
}
