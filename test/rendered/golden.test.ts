import { describe, expect, it } from 'vitest';
import { plannedTrees, storedTrees } from './goldenTrees.ts';

const planned = plannedTrees();
const stored = storedTrees();
const RENEW = 'look at what changed, then renew test/golden/ by: npm run golden';

describe('the golden projects are what is generated now:', () => {
  it('the same projects', () => {
    expect([...stored.keys()].sort(), RENEW).toEqual([...planned.keys()].sort());
  });

  it.each([...planned])('%s', (name, tree) => {
    expect(stored.get(name), RENEW).toEqual(tree);
  });
});
