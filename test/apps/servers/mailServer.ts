import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../../src/check/harness/freePort.ts';
import type { BackingServer, Login } from './backingServer.ts';

/** What a server took for delivery. */
export interface Delivery {
  readonly user: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The message as it was sent. */
  readonly message: Buffer;
  readonly encrypted: boolean;
}

/** An SMTP server that keeps what it takes. */
export interface MailServer extends BackingServer {
  readonly deliveries: readonly Delivery[];
  /** Lets someone send; gives the URL, at another port if one is given. */
  admit(login: Login, port?: number): string;
}

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

export interface MailOptions {
  /** Whom it shows itself as once a connection is encrypted; without one it never is. */
  readonly identity?: Identity;
  /** Encrypted from the first byte, not on demand. */
  readonly secure?: boolean;
}

/** What it says to a recipient called so, with the code of a refusal. */
export const REFUSED = { box: 'nobody@example.com', code: 550 };

/** An SMTP server in this process; passwords are asked for. */
export async function mailServer({
  identity,
  secure = false,
}: MailOptions = {}): Promise<MailServer> {
  const port = await freePort();
  const passwords = new Map<string, string>();
  const deliveries: Delivery[] = [];
  const sockets = new Set<Socket>();
  let server: SMTPServer;
  const start = async () => {
    server = new SMTPServer({
      ...identity,
      secure,
      allowInsecureAuth: true,
      hideSTARTTLS: identity === undefined,
      logger: false,
      onAuth({ username = '', password }, _session, done) {
        const right = passwords.has(username) && passwords.get(username) === password;
        if (right) done(null, { user: username });
        else done(refusal(535, 'who are you?'));
      },
      onRcptTo({ address }, _session, done) {
        done(address === REFUSED.box ? refusal(REFUSED.code, 'no such box') : null);
      },
      onData(stream, { user, envelope, secure: encrypted }, done) {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const to = envelope.rcptTo.map(({ address }) => address);
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          const message = Buffer.concat(pieces);
          deliveries.push({ user: String(user), from, to, message, encrypted });
          done();
        });
      },
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  };
  const killConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(resolve));
    killConnections();
    await closed;
  };
  await start();
  return {
    port,
    start,
    stop,
    killConnections,
    remove: stop,
    deliveries,
    admit({ user, password }, at = port) {
      passwords.set(user, password);
      const scheme = secure ? 'smtps' : 'smtp';
      return `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${at}`;
    },
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
