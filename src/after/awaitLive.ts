import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 150;
const REQUEST_MS = 1_000;

/** What waiting for an app is bounded by. */
export interface Wait {
  readonly limitMs: number;
  /** Asked between two requests: why it makes no sense to wait on. */
  readonly isHopeless: () => Promise<string | undefined>;
}

/** Asks an app on this machine for /livez until it says 200. Returns why it never did, else nothing. */
export async function awaitLive(url: string, wait: Wait): Promise<string | undefined> {
  const deadline = Date.now() + wait.limitMs;
  while (!(await isLive(url))) {
    const reason = await wait.isHopeless();
    if (reason !== undefined) return reason;
    if (Date.now() > deadline) return `did not answer GET /livez within ${wait.limitMs / 1000} s`;
    await delay(POLL_MS);
  }
  return undefined;
}

function isLive(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${url}/livez`, { agent: false, timeout: REQUEST_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
