import { createServer } from 'node:net';

/**
 * Where ports are taken from: below those that systems give to the clients of connections, since a
 * client that happens to have a port keeps every server off it.
 */
const FIRST = 20_000;
const BLOCKS = 120;
/** Ports that one process has for itself. */
const BLOCK = 100;

let block: Promise<number> | undefined;
let given = 0;

/**
 * A TCP port that is free on every address at this moment, and that is given to nobody else before
 * what it is for can listen on it: not here, and not by another process that calls this.
 */
export async function freePort(): Promise<number> {
  block ??= takeBlock();
  const first = await block;
  for (let tries = 1; tries < BLOCK; tries += 1) {
    given += 1;
    const port = first + 1 + (given % (BLOCK - 1));
    if (await isPortFree(port)) return port;
  }
  throw new Error(`none of the ports from ${first + 1} to ${first + BLOCK - 1} is free`);
}

/** Whether a server could listen on `port` right now, without waiting for old connections to time out. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = await listenOn(port, '0.0.0.0');
  if (server === undefined) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** The first port of a block. As long as this process lives and listens on it, the block is its own. */
async function takeBlock(): Promise<number> {
  const start = Math.floor(Math.random() * BLOCKS);
  for (let tries = 0; tries < BLOCKS; tries += 1) {
    const first = FIRST + ((start + tries) % BLOCKS) * BLOCK;
    const holder = await listenOn(first, '127.0.0.1');
    if (holder === undefined) continue;
    holder.unref();
    return first;
  }
  throw new Error(`no port from ${FIRST} to ${FIRST + BLOCKS * BLOCK - 1} can be had`);
}

/** A server that listens there, or undefined when another one does. */
function listenOn(
  port: number,
  host: string,
): Promise<ReturnType<typeof createServer> | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}
