import { printable } from '../errors.ts';
import type { Terminal } from '../host/terminal.ts';
import type { Report } from './printReport.ts';
import { wantedSteps } from './wantedSteps.ts';

/** Shows what is about to be written, before a person confirms it. */
export async function printSummary(
  planned: Omit<Report, 'steps'>,
  terminal: Terminal,
): Promise<void> {
  const styles = await terminal.styles('out');
  const { answers, directory, files, project } = planned;
  const rows = [
    ['directory', printable(directory)],
    ['name', answers.name],
    ['description', answers.description],
    ['stack', project.stackLabel],
    ...(answers.services.length > 0 ? [['services', answers.services.join(', ')]] : []),
    ...(answers.targets.length > 0 ? [['targets', answers.targets.join(', ')]] : []),
    ['files', String(Object.keys(files).length + 1)],
    ['then', wantedSteps(planned).join(', ') || 'nothing'],
  ];
  terminal.out(
    [
      '',
      ...rows.map(([label = '', value = '']) => `  ${styles.dim(label.padEnd(12))}${value}`),
      '',
    ].join('\n'),
  );
}
