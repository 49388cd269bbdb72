import type { Exit, RunningProcess } from '../../../src/check/harness/runningProcess.ts';

/** Waits for the end and expects exit 0; throws with the last lines. */
export async function expectExit0(running: RunningProcess, limitMs: number): Promise<Exit> {
  const exit = await running.waitForExit(limitMs);
  if (exit.code !== 0) throw new Error(`ended with ${said(exit)}, not 0\n${running.evidence()}`);
  return exit;
}

/** Waits for the end and expects any other than 0; throws with the last lines. */
export async function expectExitNonZero(running: RunningProcess, limitMs: number): Promise<Exit> {
  const exit = await running.waitForExit(limitMs);
  if (exit.code === 0) throw new Error(`ended with 0, as if all were well\n${running.evidence()}`);
  return exit;
}

function said(exit: Exit): string {
  return exit.signal ?? `exit code ${exit.code}`;
}
