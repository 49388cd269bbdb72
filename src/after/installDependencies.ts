import { commandText } from '../commandText.ts';
import { endingText } from './endingText.ts';
import { failedStep } from './failedStep.ts';
import type { MadeProject } from './madeProject.ts';
import type { Step } from './step.ts';
import type { StepHost } from './stepHost.ts';

const TIMEOUT_MS = 15 * 60_000;

/** Runs the project's install commands, one after the other, and shows what they print. */
export async function installDependencies(
  project: Pick<MadeProject, 'directory' | 'installCommands'>,
  host: StepHost,
  timeoutMs = TIMEOUT_MS,
): Promise<Step> {
  const shell = await host.shell();
  const progress = host.terminal.progress('Installing dependencies');
  const options = {
    cwd: project.directory,
    environment: host.environment,
    timeoutMs,
    onLine: progress.update,
  };
  for (const [index, command] of project.installCommands.entries()) {
    const [program = '', ...args] = command;
    const result = await shell.run(program, args, options);
    if (result.exitCode === 0) continue;
    const message = `The dependencies are not installed: ${commandText(command)} ${endingText(result)}.`;
    progress.end(message);
    const rest = project.installCommands.slice(index);
    return failedStep('install', message, rest.map(commandText).join(' && '), result);
  }
  const message = 'Installed the dependencies.';
  progress.end(message);
  return { id: 'install', outcome: 'done', message };
}
