import { setImmediate as turn } from 'node:timers/promises';
import { isLoopback } from './isLoopback.ts';
import type { OwnNetwork } from './ownNetwork.ts';
import { readSocketTable, type SocketRow } from './socketTable.ts';

/** How often the sockets are looked at, in ms. */
const LOOK_MS = 20;
const NAME_SERVICE = 53;

/** Somebody whom a program wanted to talk to. */
export interface Destination {
  /** The name that was asked of DNS, else the address. */
  readonly host: string;
  readonly port: number;
}

/**
 * Watches a network of which the outside is a black hole while `use` runs.
 * @param tried gives whom its programs have tried to reach until then, each once
 */
export async function watchConnections<Result>(
  network: OwnNetwork,
  use: (tried: () => Promise<readonly Destination[]>) => Promise<Result>,
): Promise<Result> {
  const seen = new Map<string, SocketRow>();
  const look = (): void => {
    for (const row of outgoing(network)) seen.set(`${row.remoteAddress} ${row.remotePort}`, row);
  };
  const timer = setInterval(look, LOOK_MS);
  try {
    return await use(async () => {
      look();
      // A name is told before its address is used, and read here within the next turns.
      await turn();
      await turn();
      const names = network.names();
      return [...seen.values()].map(({ remoteAddress, remotePort }) => ({
        host: names.get(remoteAddress) ?? remoteAddress,
        port: remotePort,
      }));
    });
  } finally {
    clearInterval(timer);
  }
}

/** A TCP connection waits for ever, so it can't be missed; of UDP only connected sockets tell where to. */
function outgoing({ pid, port }: OwnNetwork): readonly SocketRow[] {
  const waiting = readSocketTable(pid).filter(
    ({ state, remoteAddress, remotePort }) =>
      // Whoever asks the program itself connects to its port, which takes a moment.
      state === 'connecting' && !(remotePort === port && isLoopback(remoteAddress)),
  );
  const told = readSocketTable(pid, 'udp').filter(
    ({ remotePort }) => remotePort !== 0 && remotePort !== NAME_SERVICE,
  );
  return [...waiting, ...told];
}
