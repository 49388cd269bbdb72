import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isExecutable } from './isExecutable.ts';

/** Words to put before a command to isolate it, or the reason why that is not possible here. */
export type Isolation =
  | { readonly possible: true; readonly prefix: readonly string[] }
  | { readonly possible: false; readonly reason: string };

let pidIsolation: Isolation | undefined;

/**
 * Makes the command PID 1 of its own PID namespace: by root directly, else in a user namespace.
 * Tried for real, once; killing the outer process kills all that is inside.
 */
export function asPid1(): Isolation {
  pidIsolation ??= firstThatRuns('a PID namespace', [
    ['--pid', '--fork', '--mount-proc', '--kill-child', '--'],
    ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child', '--'],
  ]);
  return pidIsolation;
}

/** `$1` is mount, `$2` becomes a fresh tmpfs, the folders up to `--` and the root become read-only. */
const READ_ONLY_SCRIPT = `
set -e
mount=$1; temporary=$2; shift 2
while [ "$1" != -- ]; do
  "$mount" --bind "$1" "$1"
  "$mount" -o remount,bind,ro "$1"
  shift
done
shift
"$mount" -o remount,bind,ro /
"$mount" -t tmpfs tmpfs "$temporary"
exec "$@"
`;

export interface ReadOnlyOptions {
  /** The one folder that stays writable, as an empty tmpfs. */
  readonly temporary: string;
  /** Folders that may lie on other mounts than `/` and must be read-only as well. */
  readonly folders: readonly string[];
}

/** Runs the command on a read-only root, as a container with `--read-only --tmpfs` does. */
export function onReadOnlyRoot(options: ReadOnlyOptions): Isolation {
  const mount = findTool('mount');
  const shell = findTool('sh');
  if (mount === undefined || shell === undefined)
    return impossible('mount and sh are not installed');
  const words = ['read-only', mount, options.temporary, ...options.folders, '--'];
  const inside = [shell, '-c', READ_ONLY_SCRIPT, ...words];
  return firstThatRuns('a mount namespace', [
    ['--mount', '--', ...inside],
    ['--user', '--map-root-user', '--mount', '--', ...inside],
  ]);
}

/**
 * Runs the command in a new network that the shell script `setup` furnishes before: it is given the
 * path of `ip` and `values`, and must end by `exec "$@"`.
 */
export function inNewNetwork(setup: string, ...values: readonly string[]): Isolation {
  const ip = findTool('ip');
  const shell = findTool('sh');
  if (ip === undefined || shell === undefined)
    return impossible('a network needs the tool ip (iproute2, Linux only)');
  const inside = [shell, '-c', setup, 'network', ip, ...values];
  return firstThatRuns('a network namespace', [
    ['--net', '--', ...inside],
    ['--user', '--map-root-user', '--net', '--', ...inside],
  ]);
}

/** The absolute path of a tool on this machine's own PATH, or undefined. */
export function findTool(name: string): string | undefined {
  const folders = (process.env.PATH ?? '')
    .split(':')
    .concat('/usr/bin', '/bin', '/usr/sbin', '/sbin');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function firstThatRuns(what: string, candidates: readonly (readonly string[])[]): Isolation {
  const unshare = findTool('unshare');
  const nothing = findTool('true');
  if (unshare === undefined || nothing === undefined) {
    return impossible(`${what} needs the tool unshare (util-linux, Linux only)`);
  }
  let reason = '';
  for (const candidate of candidates) {
    const tried = spawnSync(unshare, [...candidate, nothing], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    if (tried.status === 0) return { possible: true, prefix: [unshare, ...candidate] };
    reason = tried.stderr.trim() || String(tried.error ?? `exit ${tried.status}`);
  }
  return impossible(`${what} is not permitted here: ${reason}`);
}

function impossible(reason: string): Isolation {
  return { possible: false, reason };
}
