import { setImmediate as turn } from 'node:timers/promises';
import { afterEach } from 'vitest';

// Tests that wait for other programs without a promise keep vitest's own messages waiting, which it
// takes for a fault after a minute.
afterEach(() => turn());
