import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type NamedProgram, programsOf } from '../harness/programsOf.ts';
import type { CheckedProject } from '../harness/readProject.ts';
import type { RunningProcess } from '../harness/runningProcess.ts';
import { shellCommand } from '../harness/shellCommand.ts';
import { type Environment, validEnvironment } from '../harness/validEnvironment.ts';
import type { TimelineEvent } from '../timelineEvent.ts';
import { NotChecked } from '../verdict.ts';
import type { CheckFile } from './checkFile.ts';
import type { Place } from './placeProject.ts';
import { isReachable, type Resource, resourcesOf } from './resources.ts';
import { type Routes, routesOf } from './routes.ts';

/** How long scenarios may take to notice that the check is over, in ms. */
const WIND_UP_MS = 6_000;

/** Changes to an environment; undefined unsets. */
export type Changes = Readonly<Record<string, string | undefined>>;

/** What a check is made from. */
export interface AppFacts {
  /** The project that was asked about. It is read, and never run or written to. */
  readonly source: string;
  readonly place: Place;
  /** The copy, as its own files describe it. */
  readonly project: CheckedProject;
  readonly told: CheckFile;
  /** The PATH of whoever runs the check. */
  readonly machinePath: string;
  /** Values that the user gave for the run. */
  readonly given: Environment;
}

/** The project under examination: a copy that can be run, and what is known of it. */
export class ExaminedApp {
  readonly source: string;
  readonly place: Place;
  readonly project: CheckedProject;
  readonly told: CheckFile;
  readonly routes: Routes;
  /** The PATH of its own commands, before the machine's. */
  readonly ownPath: readonly string[];
  /** The PATH of whoever runs the check, which comes after it. */
  readonly machinePath: string;
  readonly timeline: TimelineEvent[] = [];
  private readonly played = new Map<string, Promise<unknown>>();
  private readonly base: Environment;
  private readonly startedAt = performance.now();
  private readonly attended = new Set<RunningProcess>();
  private readonly cleanups: (() => Promise<unknown>)[] = [];
  private ended = false;

  constructor(facts: AppFacts) {
    const { place, told } = facts;
    this.source = facts.source;
    this.place = place;
    this.project = facts.project;
    this.told = told;
    this.machinePath = facts.machinePath;
    this.routes = routesOf(place.directory, told);
    this.ownPath = (told.path ?? ['.venv/bin', 'venv/bin', 'node_modules/.bin'])
      .map((folder) => join(place.directory, folder))
      .filter((folder) => existsSync(folder));
    this.base = {
      // Without a schema, these are all that is known of its variables.
      ...(facts.project.variables.length === 0 ? Object.fromEntries(facts.project.examples) : {}),
      ...told.environment,
      ...facts.given,
      PATH: [...this.ownPath, facts.machinePath].join(delimiter),
      HOME: place.home,
      TMPDIR: place.temporary,
    };
  }

  /** Ms since the check began. */
  now(): number {
    return performance.now() - this.startedAt;
  }

  /** A whole valid environment with `port`; nothing is inherited. */
  environment(port: number, changes: Changes = {}): Environment {
    const valid = validEnvironment(this.project, { ...this.base, PORT: String(port) });
    const entries = Object.entries({ ...valid, ...changes });
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }

  /** The argv of a process type. @throws NotChecked when the project has none of that name */
  argv(name: string): readonly string[] {
    const type = this.project.processes.find((candidate) => candidate.name === name);
    if (type === undefined) {
      const reason = name === 'web' ? this.project.withoutWeb : undefined;
      throw new NotChecked(reason ?? `the project declares no process '${name}'`);
    }
    return type.argv;
  }

  has(name: string): boolean {
    return this.project.processes.some((type) => type.name === name);
  }

  /** The programs that a command of the app names, as its PATH has them. */
  programs(argv: readonly string[]): readonly NamedProgram[] {
    return programsOf(argv, { directory: this.place.directory, path: this.base.PATH ?? '' });
  }

  /** The admin tasks that the check file tells, by name. */
  get admin(): ReadonlyMap<string, readonly string[]> {
    const tasks = Object.entries(this.told.admin ?? {});
    return new Map(tasks.map(([name, command]) => [name, shellCommand(command)]));
  }

  /** The backing services that its environment names. */
  get resources(): readonly Resource[] {
    return resourcesOf(this.project, this.environment(1));
  }

  /** Those of them that nothing answers for. */
  absentResources(): Promise<readonly Resource[]> {
    return this.once('absent resources', async () => {
      const reachable = await Promise.all(this.resources.map(isReachable));
      return this.resources.filter((_, index) => !reachable[index]);
    });
  }

  /** Plays a scenario the first time that it is asked for; many requirements share what it saw. */
  once<Seen>(name: string, play: () => Promise<Seen>): Promise<Seen> {
    const earlier = this.played.get(name) as Promise<Seen> | undefined;
    if (earlier !== undefined) return earlier;
    const playing = play();
    this.played.set(name, playing);
    return playing;
  }

  /** Makes a run known until it is left. One that starts when the check is over ends at once. */
  attend(running: RunningProcess): void {
    if (this.ended) running.killNow();
    this.attended.add(running);
  }

  leave(running: RunningProcess): void {
    this.attended.delete(running);
  }

  /** Has something done when the check is over, such as removing what was made outside its folders. */
  atEnd(cleanup: () => Promise<unknown>): void {
    this.cleanups.push(cleanup);
  }

  /** Ends every run, and waits a while until the scenarios have noticed. Nothing can be run afterwards. */
  async end(): Promise<void> {
    this.ended = true;
    for (const running of this.attended) running.killNow();
    const limit = new AbortController();
    const { signal } = limit;
    const settled = Promise.allSettled(this.played.values());
    await Promise.race([settled, pause(WIND_UP_MS, undefined, { signal }).catch(() => undefined)]);
    limit.abort();
    for (const cleanup of this.cleanups.splice(0)) await cleanup();
  }

  /** Adds to the timeline. */
  note(run: string, event: string): void {
    this.timeline.push({ atMs: this.now(), run, event });
  }
}
