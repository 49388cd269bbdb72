import type { ExaminedApp } from '../app/examinedApp.ts';
import { waitUntilAnswers, withRun } from '../app/runApp.ts';
import { argvOf } from '../harness/processTable.ts';
import type { RunningProcess } from '../harness/runningProcess.ts';
import { readSocketTable, socketInodes } from '../harness/socketTable.ts';
import { type Answer, answersOf } from './answers.ts';
import type { WebCommand } from './webCommands.ts';

/** What came of one of the project's commands for web, run as a process of this machine. */
export interface CommandRun {
  readonly command: WebCommand;
  /** The command line of the process that listens; undefined when the command can't be run here. */
  readonly serving: readonly string[] | undefined;
  readonly answers: readonly Answer[];
}

/** Runs a command for web once, and sees which process serves and what it answers. */
export function runOfCommand(app: ExaminedApp, command: WebCommand): Promise<CommandRun> {
  const { argv, from } = command;
  return app.once(`web as in ${from}`, async () => {
    const [program = ''] = argv;
    if (!app.programs(argv).some(({ name, path }) => path === program || program.endsWith(name)))
      return { command, serving: undefined, answers: [] };
    return withRun(app, { label: `web as in ${from}`, argv }, async (run) => {
      if ((await waitUntilAnswers(app, run)) === undefined)
        return { command, serving: undefined, answers: [] };
      const serving = servingProcess(run.running, run.port);
      return { command, serving, answers: await answersOf(app, run.port) };
    });
  });
}

/** The oldest of the processes that share the listening socket. */
function servingProcess(running: RunningProcess, port: number): readonly string[] | undefined {
  const listening = readSocketTable('self').filter(
    (row) => row.state === 'listening' && row.port === port,
  );
  const [oldest] = running
    .processes()
    .filter(({ pid }) => listening.some(({ inode }) => socketInodes(pid).has(inode)))
    .sort((one, other) => one.startedAt - other.startedAt);
  return oldest === undefined ? undefined : argvOf(oldest.pid);
}
