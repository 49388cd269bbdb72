import { delimiter, join } from 'node:path';
import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { withRun } from '../app/runApp.ts';
import { NotChecked } from '../verdict.ts';

/** How the build commands of the check file ended. */
export interface Build {
  /** The command that failed, if one did. */
  readonly failed: string | undefined;
  /** Its last lines. */
  readonly evidence: string;
  readonly tookMs: number;
}

/** How long all build commands may take, in ms. */
const BUILD_MS = 180_000;

/** What tells tools where packages are, on this machine: no configuration of the app. */
const OF_THE_MACHINE =
  /^(?:https?_proxy|no_proxy|ssl_cert_(?:file|dir)|node_extra_ca_certs|(?:pip|uv|npm_config|cargo|go(?:proxy|sumdb|nosumdb|private))_?\w*)$/i;

/** Builds the project from what is committed, without a variable of its own. */
export function buildWithoutConfiguration(app: ExaminedApp): Promise<Build> {
  return app.once('build without configuration', () => build(app, 'build', []));
}

/** Builds it once more, with all variables of a run. */
export function buildWithConfiguration(app: ExaminedApp): Promise<Build> {
  const names = Object.keys(app.environment(1));
  return app.once('build with configuration', () => build(app, 'build-with-configuration', names));
}

async function build(app: ExaminedApp, name: string, kept: readonly string[]): Promise<Build> {
  const commands = app.told.build ?? [];
  if (commands.length === 0)
    throw new NotChecked('twelve-factor.check.json tells no commands that build it');
  const directory = app.place.bareCopy(name);
  const changes = { ...environmentOfBuild(app, directory), HOME: app.place.folder(`${name}-home`) };
  const changesOfRun = { ...unset(app, kept), ...changes };
  const startedAt = performance.now();
  const passed = (): number => performance.now() - startedAt;
  for (const command of commands) {
    const argv = ['/bin/sh', '-c', command];
    const options = { label: `${name}: ${command}`, argv, directory, changes: changesOfRun };
    const { code, evidence } = await withRun(app, options, async ({ running }) => {
      const exit = await running.waitForExit(BUILD_MS - passed()).catch(() => undefined);
      return { code: exit === undefined ? 'time' : exit.code, evidence: running.evidence(8) };
    });
    if (code === 'time') throw new NotChecked(`the build took longer than ${BUILD_MS / 1000} s`);
    if (code !== 0) return { failed: command, evidence, tookMs: passed() };
  }
  return { failed: undefined, evidence: '', tookMs: passed() };
}

/** The folders of the copy come first on PATH, also those that the build is yet to make. */
function environmentOfBuild(app: ExaminedApp, directory: string): Changes {
  const machine = Object.entries(process.env).filter(([name]) => OF_THE_MACHINE.test(name));
  const own = (app.told.path ?? ['.venv/bin', 'node_modules/.bin']).map((folder) =>
    join(directory, folder),
  );
  return { ...Object.fromEntries(machine), PATH: [...own, app.machinePath].join(delimiter) };
}

function unset(app: ExaminedApp, kept: readonly string[]): Changes {
  const names = Object.keys(app.environment(1)).filter((name) => !kept.includes(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
