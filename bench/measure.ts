import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Subject } from './subject.ts';

/** Where runs write: in memory, where there is such a place, since a disk's time is not the program's. */
export const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const USAGE = join(import.meta.dirname, 'usage.cjs');

/** What one run took. */
export interface Run {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMib: number;
  /** Bytes of JavaScript that `require` loaded. */
  readonly javascript: number;
}

/** The medians of the ratios of the runs of a pair. */
export interface Ratio {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

/** Runs the two in turn, A B A B …, so that a drift of the machine's speed hits both alike. */
export function compare(a: Subject, b: Subject, pairs: number): Ratio {
  const root = mkdtempSync(join(SCRATCH, 'bench-'));
  try {
    const runs = Array.from({ length: pairs + 1 }, (_, index) => ({
      a: run(a, join(root, `a${index}`, 'app')),
      b: run(b, join(root, `b${index}`, 'app')),
    })).slice(1);
    const ratio = (key: keyof Run): number =>
      median(runs.map((pair) => pair.a[key] / Math.max(pair.b[key], Number.EPSILON)));
    return { wall: ratio('wallMs'), cpu: ratio('cpuMs'), peak: ratio('peakMib') };
  } finally {
    // Only now: on some file systems a mass deletion slows down what is written next.
    rmSync(root, { recursive: true, force: true });
  }
}

/** Runs a subject once, in a folder of its own. */
export function run(subject: Subject, target: string): Run {
  mkdirSync(dirname(target), { recursive: true });
  const started = process.hrtime.bigint();
  const { status, output } = spawnSync(process.execPath, ['-r', USAGE, ...subject.argv(target)], {
    cwd: dirname(target),
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${subject.label} ended with ${status}: ${output?.[2]}`);
  const { cpuUs, peakKib, javascript } = JSON.parse(output?.[3] ?? '');
  return { wallMs, cpuMs: cpuUs / 1000, peakMib: peakKib / 1024, javascript };
}

/** Without what changes the cost of every Node process alike, and so hides the differences. */
export function environment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = process.env;
  return rest;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
