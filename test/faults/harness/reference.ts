import { join } from 'node:path';
import { expect } from 'vitest';
import type { Box } from './box.ts';
import { ORDERS } from './fault.ts';
import { run } from './run.ts';
import { takeSnapshot } from './snapshot.ts';

/** The project is, bytes and modes, what an undisturbed run makes. */
export async function isLikeAnyOther(box: Box): Promise<void> {
  const cwd = box.makeFolder('reference');
  await run(box, ORDERS, { cwd });
  expect(takeSnapshot(box.at('orders'))).toEqual(takeSnapshot(join(cwd, 'orders')));
}
