import { describe, expect, inject, it, type TestContext } from 'vitest';
import type { TriedFault } from '../../build/faultsReport.ts';
import { type Box, makeBox } from './harness/box.ts';
import { type Fault, ORDERS } from './harness/fault.ts';
import { expectInvariant, lookAround } from './harness/invariant.ts';
import { unmetNeed } from './harness/needs.ts';
import { type Run, run } from './harness/run.ts';
import { sentenceOf } from './harness/sentence.ts';
import { FAULTS } from './rows/faults.ts';

declare module 'vitest' {
  interface TaskMeta {
    fault?: TriedFault;
  }
}

function play(fault: Fault, box: Box): Promise<Run> {
  if (fault.play) return fault.play(box);
  const args = typeof fault.args === 'function' ? fault.args(box) : (fault.args ?? ORDERS);
  const manner = typeof fault.manner === 'function' ? fault.manner(box) : fault.manner;
  return run(box, args, manner);
}

/** A fault that can't be tried is left out visibly; on CI it fails. */
function skipUnlessMet(fault: Fault, context: TestContext): void {
  const reason = unmetNeed(fault.needs);
  if (reason === undefined) return;
  if (process.env.CI === 'true') throw new Error(`This must run on CI, but ${reason}`);
  context.skip(reason);
}

async function tryFault(fault: Fault, context: TestContext): Promise<void> {
  const told = { row: fault.row, fault: fault.fault };
  context.task.meta.fault = told;
  skipUnlessMet(fault, context);
  const box = makeBox(inject('program'));
  try {
    await fault.arrange?.(box);
    const before = lookAround(box);
    const result = await play(fault, box);
    const codes = [fault.exit].flat();
    const isRight = codes.some((code) => code === result.exitCode);
    context.task.meta.fault = {
      ...told,
      sees: fault.sees ?? sentenceOf(result, box),
      exit: isRight ? codes.join(' or ') : (result.exitCode ?? result.signal ?? 'none'),
    };
    expect(codes, result.stderr + result.stdout).toContain(result.exitCode);
    if (fault.says) expect(result.stderr + result.stdout).toMatch(fault.says);
    await expectInvariant(fault, box, result, before);
    await fault.also?.(box, result);
  } finally {
    box.remove();
  }
}

const rows = [...new Set(FAULTS.map(({ row }) => row))];

describe.each(rows)('%s', (row) => {
  for (const fault of FAULTS.filter((each) => each.row === row))
    it(fault.fault, (context) => tryFault(fault, context));
});
