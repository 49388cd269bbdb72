import { listeningPorts } from '../../../src/check/harness/listeningPorts.ts';
import type { Exit } from '../../../src/check/harness/runningProcess.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { timeLimit } from '../../../src/check/harness/timeLimit.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import type { PreparedApp } from './prepareApp.ts';

/** What a command did that should refuse its environment. */
export interface Refusal {
  /** Undefined when it was still running after the limit. */
  readonly exit: Exit | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Ports that it was seen to listen on. */
  readonly listened: readonly number[];
}

/** The exit code of a bad environment: EX_CONFIG. */
const BAD_ENVIRONMENT = 78;
const LIMIT_MS = 2_000;
/** How often to look whether it listens, in ms: a look is not free, and it must not slow the start. */
const WATCH_MS = 50;
const LINE = /^config error: [A-Za-z_][A-Za-z0-9_]*: .*\S$/;

/** Runs a command until it ends or 2 s have passed, and watches whether it listens. */
export function observeRefusal(
  app: PreparedApp,
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Refusal> {
  const start = { argv, directory: app.project.directory, environment, mode: 'plain' as const };
  return withProcess(start, async (running) => {
    const listened = new Set<number>();
    const ended = () => {
      for (const { port } of listeningPorts(running)) listened.add(port);
      return running.exit !== undefined;
    };
    await waitFor('its end', ended, { limitMs: LIMIT_MS, everyMs: WATCH_MS }).catch(
      () => undefined,
    );
    const exit = running.exit === undefined ? undefined : await running.waitForExit(LIMIT_MS);
    const output = { stdout: running.stdout.text, stderr: running.stderr.text };
    return { exit, ...output, listened: [...listened] };
  });
}

/** One sentence for everything in a refusal that the contract does not allow. */
export function refusalFaults(refusal: Refusal, names: readonly string[]): string[] {
  const { exit, stdout, stderr, listened } = refusal;
  const lines = stderr.split('\n').filter((line) => line !== '');
  const faults: string[] = [];
  if (exit === undefined) faults.push(`still ran after ${timeLimit(LIMIT_MS)} ms`);
  else if (exit.code !== BAD_ENVIRONMENT) {
    faults.push(`ended with ${exit.code ?? exit.signal}, not ${BAD_ENVIRONMENT}`);
  }
  if (listened.length > 0) faults.push(`listened on ${listened.join(', ')}`);
  if (stdout !== '') faults.push(`wrote to stdout: ${stdout.slice(0, 200)}`);
  const odd = lines.find((line) => !LINE.test(line));
  if (odd !== undefined) faults.push(`wrote to stderr: ${odd.slice(0, 200)}`);
  for (const name of names) {
    const count = lines.filter((line) => line.startsWith(`config error: ${name}: `)).length;
    if (count !== 1) faults.push(`named ${name} ${count} times`);
  }
  return faults;
}
