import { basename, delimiter } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type Run, usualStartMs, waitUntilAnswers, withRun } from '../app/runApp.ts';
import { programOf } from '../harness/processTable.ts';
import { makeRecordingPath, type RecordingPath } from '../harness/recordingPath.ts';
import type { RunningProcess } from '../harness/runningProcess.ts';
import { readSocketTable, socketInodes } from '../harness/socketTable.ts';
import { watchPrograms } from '../harness/watchPrograms.ts';
import { NotChecked } from '../verdict.ts';
import { type Answer, sendKnownRequests } from './knownRequests.ts';

/** A program that ran in a run of web. */
export interface RanProgram {
  readonly name: string;
  /** The file that it really is. */
  readonly file: string;
  /** Its words, the first one without its folder. */
  readonly command: string;
}

/** The programs that ran while web started and served. */
export interface ProgramsRun {
  /** The files of what the app is run by: what its command names, and what listened on its port. */
  readonly runtime: ReadonlySet<string>;
  readonly programs: readonly RanProgram[];
  readonly answers: readonly Answer[];
}

/** Starts web and sends it what is known, and records every program that this runs. */
export function programsRun(app: ExaminedApp): Promise<ProgramsRun> {
  return app.once('programs', async () => {
    await usualStartMs(app);
    const recording = makeRecordingPath(app.place.folder('recording-path'), app.machinePath);
    const changes = { PATH: [...app.ownPath, recording.folder].join(delimiter) };
    return withRun(app, { label: 'web, its programs watched', changes }, (run) =>
      programsOfRun(app, run, recording),
    );
  });
}

async function programsOfRun(
  app: ExaminedApp,
  run: Run,
  recording: RecordingPath,
): Promise<ProgramsRun> {
  const { result, programs } = await watchPrograms(run.running, async () => {
    const readyMs = await waitUntilAnswers(app, run);
    if (readyMs === undefined) throw new NotChecked('web did not get ready, its programs watched');
    const answers = await sendKnownRequests(app, run.port);
    return { answers, runtime: runtimeOf(app, run.running) };
  });
  const seen = programs.map(({ program, argv: [word = '', ...words] }) => ({
    name: basename(word),
    file: program,
    command: [basename(word), ...words].join(' '),
  }));
  return { ...result, programs: [...recordedPrograms(app, recording), ...seen] };
}

function recordedPrograms(app: ExaminedApp, recording: RecordingPath): readonly RanProgram[] {
  return recording.starts().flatMap(({ name, words }) => {
    const [program] = app.programs([name]);
    return program === undefined
      ? []
      : [{ name, file: program.file, command: `${name} ${words}`.trim() }];
  });
}

/** What the command of web names, with its interpreters, and the programs that listen. */
function runtimeOf(app: ExaminedApp, running: RunningProcess): ReadonlySet<string> {
  const listening = new Set(
    readSocketTable(running.appPid)
      .filter(({ state }) => state === 'listening')
      .map(({ inode }) => inode),
  );
  const servers = running
    .processes()
    .filter(({ pid }) => [...socketInodes(pid)].some((inode) => listening.has(inode)))
    .flatMap(({ pid }) => programOf(pid) ?? []);
  return new Set([...app.programs(app.argv('web')).map(({ file }) => file), ...servers]);
}
