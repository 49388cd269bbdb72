import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect, createServer, isIPv6, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardFolder } from './guardFolder.ts';
import { findTool, type Isolation, inNewNetwork } from './isolation.ts';
import { BLACK_HOLE, INSIDE, LOOPBACK_ONLY } from './networkScripts.ts';
import type { RunningProcess } from './runningProcess.ts';
import { withProcess } from './startProcess.ts';
import { waitFor } from './waitFor.ts';

/** What becomes of connections to anywhere else: they fail at once, or they wait for ever. */
export type Outside = 'unreachable' | 'black hole';

/** A network of its own, with nobody else in it. */
export interface OwnNetwork {
  /** Puts a process into it. Impossible when none can be made here: then the rest means nothing. */
  readonly isolation: Isolation;
  /** A server that listens on this port inside is reached on the same port of this machine's loopback. */
  readonly port: number;
  /** A process in it; its /proc/PID/net tells of the whole network. */
  readonly pid: number;
  /** The names that were asked of DNS, by the address that each got. */
  names(): ReadonlyMap<string, string>;
}

/** How long it may take to make one, in ms. */
const MAKING_MS = 5_000;

/** Makes a network without a way out, gives it to `use`, and removes it whatever `use` does. */
export async function withOwnNetwork<Result>(
  outside: Outside,
  use: (network: OwnNetwork) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'own-network-'));
  const dismissGuard = guardFolder(folder);
  const socket = join(folder, 'socket');
  const door = await openDoor(socket);
  const port = portOf(door);
  try {
    const servers = outside === 'black hole' ? nameServers() : [];
    const script = outside === 'black hole' ? BLACK_HOLE : LOOPBACK_ONLY;
    const made = inNewNetwork(script, String(port), servers.join(' '));
    if (!made.possible) return await use({ isolation: made, port, pid: 0, names: () => new Map() });
    const inside = [process.execPath, '-e', INSIDE, String(port), ...servers];
    const start = {
      argv: inside,
      directory: '/',
      environment: { SOCKET: socket },
      mode: 'plain',
    } as const;
    return await withProcess({ ...start, isolation: made, label: 'network' }, async (running) => {
      await waitFor('a network to be made', () => running.stdout.lines.length > 0, {
        limitMs: MAKING_MS,
        evidence: () => running.evidence(),
      });
      const pid = running.appPid;
      return use({ isolation: entering(pid), port, pid, names: () => namesOf(running) });
    });
  } finally {
    door.close();
    rmSync(folder, { recursive: true, force: true });
    dismissGuard();
  }
}

/** A server on a free port of loopback that carries everything to a Unix socket. */
function openDoor(path: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (outside) => {
    const inside = connect({ path, allowHalfOpen: true });
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function entering(pid: number): Isolation {
  const nsenter = findTool('nsenter');
  if (nsenter === undefined) return { possible: false, reason: 'nsenter is not installed' };
  const isOurUser = readlinkSync(`/proc/${pid}/ns/user`) === readlinkSync('/proc/self/ns/user');
  const user = isOurUser ? [] : ['--user', '--preserve-credentials'];
  return { possible: true, prefix: [nsenter, '--target', String(pid), ...user, '--net', '--'] };
}

function nameServers(): readonly string[] {
  try {
    const lines = readFileSync('/etc/resolv.conf', 'utf8').split('\n');
    return lines.flatMap((line) => {
      const [, address = ''] = /^nameserver\s+(\S+)/.exec(line) ?? [];
      return address === '' || (isIPv6(address) && address.includes('%')) ? [] : [address];
    });
  } catch {
    return [];
  }
}

function namesOf(running: RunningProcess): ReadonlyMap<string, string> {
  const lines = running.stdout.lines.map(({ text }) => text.split(' '));
  return new Map(
    lines.flatMap(([name, address]) =>
      name === undefined || address === undefined ? [] : [[address, name] as const],
    ),
  );
}
