import { spawn } from 'node:child_process';
import { timeLimit } from './timeLimit.ts';

/** How a docker command ended. */
export interface DockerEnd {
  /** Null when it was ended, e.g. because its time was over. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DockerOptions {
  readonly directory?: string;
  /** Ms after which the command is ended. */
  readonly limitMs: number;
  /** Over this process's own environment, which the client needs for its engine and its logins. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs one docker command to its end. Never throws: a client that is missing has code null. */
export function docker(args: readonly string[], options: DockerOptions): Promise<DockerEnd> {
  const child = spawn('docker', args, {
    cwd: options.directory,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeLimit(options.limitMs),
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ code: null, ...output, stderr: message }));
    child.once('close', (code) => resolve({ code, ...output }));
  });
}

/** Why containers can't be run here, or undefined. */
export async function engineProblem(): Promise<string | undefined> {
  const asked = await docker(['version', '--format', '{{.Server.Version}}'], { limitMs: 20_000 });
  if (asked.code === 0) return undefined;
  const [first = 'it did not answer'] = asked.stderr.trim().split('\n');
  return `there is no Docker engine to use: ${first}`;
}
