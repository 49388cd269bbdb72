import { HttpConnection, type Reply } from '../../../src/check/harness/httpConnection.ts';

/**
 * Sends raw pieces on a connection of its own and gives what comes of it. With `halfClose` the
 * sending side is closed after the last piece, so that a server can't wait for more.
 */
export async function exchange(
  port: number,
  pieces: readonly (Buffer | string)[],
  options: {
    readonly halfClose?: boolean;
    readonly method?: string;
    readonly limitMs?: number;
  } = {},
): Promise<Reply> {
  const connection = await HttpConnection.open(port);
  try {
    for (const piece of pieces) connection.send(piece);
    if (options.halfClose === true) connection.halfClose();
    return await connection.receive(options.limitMs ?? 5_000, options.method ?? 'POST');
  } finally {
    connection.close();
  }
}
