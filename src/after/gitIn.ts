import type { Host } from '../host/host.ts';
import type { CommandResult } from '../host/shell.ts';

/** The user's identity and where their configuration is: all that git hears of the environment's GIT_*. */
const HONOURED = new Set([
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
]);

/**
 * Settings of the user that could run a program, change what is recorded, or make git wait. They
 * hold for our commands only; nothing of this is written into the repository.
 */
const OVERRIDES = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.autocrlf=false',
  'core.safecrlf=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'user.useConfigOnly=true',
].flatMap((setting) => ['-c', setting]);

/** Runs one git command. */
export type Git = (args: readonly string[]) => Promise<CommandResult>;

/** Git for one directory: it touches no repository but the one that is there, and never asks or waits. */
export function gitIn(
  directory: string,
  host: Pick<Host, 'environment' | 'shell'>,
  timeoutMs = 30_000,
): Git {
  return async (args) => {
    const shell = await host.shell();
    const environment = gitEnvironment(host.environment);
    return shell.run('git', [...OVERRIDES, ...args], { cwd: directory, environment, timeoutMs });
  };
}

/** The environment without what points git at another repository; its messages in English. */
function gitEnvironment(environment: Host['environment']): Host['environment'] {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('GIT_') || HONOURED.has(name),
  );
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}
