import { httpRequest } from './httpRequest.ts';
import type { RunningProcess } from './runningProcess.ts';
import { waitFor } from './waitFor.ts';

/**
 * Polls `path` until it answers 200 and gives the time that took, in ms since the start. Throws when
 * the process ends first or `limitMs` passes, with its last lines.
 */
export async function waitUntilReady(
  running: RunningProcess,
  port: number,
  limitMs = 5_000,
  path = '/readyz',
): Promise<number> {
  const seen = await waitFor(
    `${running.label} to answer 200 on ${path}`,
    async () => {
      if (running.exit !== undefined) return 'ended';
      const ready = await answers200(port, path);
      return ready ? running.now() : undefined;
    },
    { limitMs, evidence: () => running.evidence() },
  );
  if (seen !== 'ended') return seen;
  const { code, signal } = running.exit ?? { code: null, signal: null };
  throw new Error(
    `${running.label} ended with ${code ?? signal} before ready\n${running.evidence()}`,
  );
}

async function answers200(port: number, path: string): Promise<boolean> {
  try {
    return (await httpRequest(port, { path }, 1_000)).status === 200;
  } catch {
    return false;
  }
}
