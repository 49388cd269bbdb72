import type { Verdict } from '../../src/check/verdict.ts';
import { type AppUnderTest, examine, withApp } from './examineApp.ts';
import { KeeperStore } from './keeperStore.ts';

/** What becomes of requirements on the fixture `keeper` and its store, by their ids. */
export async function examineKeeper(
  ids: readonly string[],
  changes: AppUnderTest = {},
): Promise<Readonly<Record<string, Verdict>>> {
  const store = await KeeperStore.start();
  try {
    const given = { STORE_URL: store.url, ...changes.given };
    return await withApp(
      { told: KEEPER_STATE, ...changes, fixture: 'keeper', given },
      async (app) => {
        const verdicts: Record<string, Verdict> = {};
        for (const id of ids) verdicts[id] = await examine(app, id);
        return verdicts;
      },
    );
  } finally {
    store.stop();
  }
}

/** The same for one requirement. */
export async function verdictOnKeeper(id: string, changes: AppUnderTest = {}): Promise<Verdict> {
  const { [id]: verdict } = await examineKeeper([id], changes);
  if (verdict === undefined) throw new Error(`${id} was not examined`);
  return verdict;
}

/** What the check file of the fixture tells. */
export const KEEPER_STATE = {
  state: [
    {
      name: 'a note',
      resource: 'STORE_URL',
      write: { method: 'POST', path: '/notes', json: { text: '${unique}' } },
      read: { path: '${location}' },
    },
    {
      name: 'the visits',
      resource: 'STORE_URL',
      write: { method: 'POST', path: '/visits' },
      read: { path: '/visits' },
    },
  ],
};

/** An edit that puts a map of the process in the place of the store. */
export const IN_MEMORY: readonly (readonly [string, string, string])[] = [
  [
    'main.mjs',
    "import { ask } from './store.mjs';",
    `const kept = new Map();
     const ask = async (_, { get, set, add, value }) => {
       if (set) kept.set(set, value);
       if (add) kept.set(add, (kept.get(add) ?? 0) + 1);
       return kept.get(get ?? set ?? add) ?? null;
     };`,
  ],
];
