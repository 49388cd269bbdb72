import { relative, sep } from 'node:path';
import type { Step } from '../after/step.ts';
import type { Collected } from '../answers/collectAnswers.ts';
import type { Switches } from '../answers/options.ts';
import { toCommandLine } from '../answers/toCommandLine.ts';
import { commandText } from '../commandText.ts';
import type { RecordedFile } from '../commit/projectState.ts';
import { type ExitCode, printable } from '../errors.ts';
import type { AbsolutePath } from '../host/disk.ts';
import type { Host } from '../host/host.ts';
import type { Styles } from '../host/styles.ts';
import type { Project } from '../plan/project.ts';
import type { Change } from '../reconcile/change.ts';
import { imageOf } from './imageOf.ts';

/** What a run did, or with `--dry-run` would do. */
export interface Report extends Collected {
  readonly switches: Switches;
  readonly directory: AbsolutePath;
  readonly files: Readonly<Record<string, RecordedFile>>;
  readonly changes: readonly Change[];
  readonly project: Project;
  readonly steps: readonly Step[];
}

/** Says at the end of a run what was done and how to go on; with `--json` as one object. */
export async function printReport(
  report: Report,
  exitCode: ExitCode,
  host: Pick<Host, 'cwd' | 'terminal'>,
): Promise<void> {
  const { terminal } = host;
  if (report.switches.json) {
    terminal.out(JSON.stringify(toJson(report, exitCode), null, 2));
    return;
  }
  const styles = await terminal.styles('out');
  const sections = report.switches.dryRun
    ? [heading(report, styles), changeList(report)]
    : [
        heading(report, styles),
        stepList(report.steps, styles),
        nextSteps(report, host.cwd(), styles),
        [styles.heading('The same again, without a question'), `  ${repeatLine(report)}`],
      ];
  terminal.out(
    sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
  );
}

function toJson(report: Report, exitCode: ExitCode): object {
  const { directory, answers, sources, files, changes, steps, switches } = report;
  return {
    directory,
    answers,
    sources,
    dryRun: switches.dryRun,
    changes: changes.map(({ kind, path, executable }) => ({ kind, path, executable })),
    files: Object.entries(files).map(([path, file]) => ({ path, ...file })),
    steps,
    repeat: repeatLine(report),
    exitCode,
  };
}

function repeatLine({ answers, switches }: Report): string {
  return toCommandLine(answers, switches);
}

function heading(
  { project, files, directory, switches }: Report,
  styles: Styles,
): readonly string[] {
  const verb = switches.dryRun ? 'Would create' : 'Created';
  const count = Object.keys(files).length + 1;
  return [
    styles.ok(`${verb} ${project.name}: ${project.stackLabel}, ${count} files`),
    `  in ${printable(directory)}`,
  ];
}

function changeList({ changes }: Report): readonly string[] {
  return changes.map(
    ({ kind, path, executable }) => `  ${kind}  ${path}${executable ? '  (executable)' : ''}`,
  );
}

function stepList(steps: readonly Step[], styles: Styles): readonly string[] {
  return steps.flatMap((step) => {
    const mark = {
      done: styles.ok('done'),
      skipped: styles.dim('skipped'),
      failed: styles.fail('failed'),
    };
    return [
      `${mark[step.outcome]}  ${step.message}`,
      ...(step.lastLines ?? []).map((line) => `    ${styles.dim(line)}`),
      ...(step.outcome !== 'done' && step.repeat ? [`  to do: ${step.repeat}`] : []),
    ];
  });
}

function nextSteps(
  { project, directory, steps, switches }: Report,
  cwd: AbsolutePath,
  styles: Styles,
): readonly string[] {
  const done = new Set(steps.filter(({ outcome }) => outcome === 'done').map(({ id }) => id));
  const { install, prepare, run, test } = project.commands;
  const lines = [
    ...(directory === cwd ? [] : [commandText(['cd', shortest(directory, cwd)])]),
    ...project.attach,
    ...(done.has('install') ? [] : install.map(({ line }) => line)),
    ...prepare.map(({ line }) => line),
    ...run.map(({ line }) => line),
    ...test.map(({ line }) => line),
    ...(done.has('docker-build')
      ? []
      : [commandText(['docker', 'build', '-t', imageOf(project, switches), '.'])]),
  ];
  return [styles.heading('Next steps'), ...lines.map((line) => `  ${styles.code(line)}`)];
}

/** The path that is shorter to type. */
function shortest(directory: AbsolutePath, cwd: AbsolutePath): string {
  if (directory.startsWith(cwd + sep)) return directory.slice(cwd.length + 1);
  const below = relative(cwd, directory);
  return below !== '' && !below.startsWith(`..${sep}..${sep}`) && below.length < directory.length
    ? below
    : directory;
}
