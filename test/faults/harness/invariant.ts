import { join, relative } from 'node:path';
import { expect } from 'vitest';
import type { Box } from './box.ts';
import { incompleteness } from './completeness.ts';
import type { Fault } from './fault.ts';
import { type Run, survivors } from './run.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** Nobody who runs the program should ever read this. */
const STACK_TRACE = /\n {4}at /;
const SENTENCES = /^error: [^\n]+\n( {2}where: [^\n]+\n)?( {2}to do: [^\n]+\n)?$/;
const REFUSALS = new Set([1, 2, 3, 4]);

/** Everything in the box but what tools record. */
export function lookAround(box: Box): Snapshot {
  return takeSnapshot(box.root, ['record']);
}

/**
 * What holds after every fault: the target is as before or complete, nothing else has changed, no
 * process and no staging file is left, and the user was told in one sentence.
 */
export async function expectInvariant(
  fault: Fault,
  box: Box,
  run: Run,
  before: Snapshot,
): Promise<void> {
  expect(run.timedOut, 'it ended by itself').toBe(false);
  expectSpeech(run);
  expect(await survivors(box), 'processes left').toEqual([]);
  const after = lookAround(box);
  const target = relative(box.root, join(box.cwd, fault.target ?? 'orders'));
  const isFree = (path: string) => (fault.touches ?? []).some((touched) => isBelow(path, touched));
  const outside = (path: string) => !isBelow(path, target) && !isFree(path);
  expect(only(after, outside), 'outside of the target').toEqual(only(before, outside));
  expect([...after.keys()].filter((path) => isStaging(path) && !before.has(path))).toEqual([]);
  const inside = (path: string) => isBelow(path, target) && !isFree(path);
  expectTarget(fault, run, box, only(before, inside), only(after, inside));
}

function expectTarget(
  fault: Fault,
  run: Run,
  box: Box,
  old: Record<string, string>,
  now: Record<string, string>,
): void {
  const leaves = fault.leaves ?? ([0, 5].includes(run.exitCode ?? -1) ? 'project' : 'nothing');
  const isUnchanged = JSON.stringify(now) === JSON.stringify(old);
  if (leaves === 'nothing') expect(now, 'the target').toEqual(old);
  if (leaves === 'nothing' || (leaves === 'either' && isUnchanged)) return;
  const target = join(box.cwd, fault.target ?? 'orders');
  const known = Object.keys(old).map((path) => relative(target, join(box.root, path)));
  expect(incompleteness(target, known), 'the project').toEqual([]);
  expect(now, 'what was there before').toMatchObject(old);
}

function expectSpeech(run: Run): void {
  const { stdout, stderr, exitCode, args } = run;
  expect(stdout + stderr).not.toMatch(STACK_TRACE);
  const isTerminal = stdout.includes('\u001b[?25h');
  if (!isTerminal) expect(stdout + stderr).not.toMatch(/\u001b/);
  if (REFUSALS.has(exitCode ?? -1) && stderr !== '') expect(stderr).toMatch(SENTENCES);
  if (args.includes('--json') && stdout !== '') expect(JSON.parse(stdout).exitCode).toBe(exitCode);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isStaging(path: string): boolean {
  return path.split('/').some((name) => /^\..*ctf-/.test(name));
}

function only(snapshot: Snapshot, wanted: (path: string) => boolean): Record<string, string> {
  return Object.fromEntries([...snapshot].filter(([path]) => wanted(path)));
}
