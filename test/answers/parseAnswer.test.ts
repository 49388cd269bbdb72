import { describe, expect, it } from 'vitest';
import type { OptionKey } from '../../src/answers/options.ts';
import { parseAnswer } from '../../src/answers/parseAnswer.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { failureOf } from './failureOf.ts';

const parse = (key: OptionKey, raw: unknown): unknown =>
  parseAnswer(key, raw, 'here', houseCatalog);

describe('what is allowed', () => {
  it.each<[OptionKey, unknown, unknown]>([
    ['name', 'orders', 'orders'],
    ['stack', 'lantern', 'lantern'],
    ['services', 'wren', ['wren']],
    ['services', 'wren,brook', ['brook', 'wren']],
    ['services', ['wren', 'brook,wren'], ['brook', 'wren']],
    ['services', '', []],
    ['services', [], []],
    ['description', '"quoted" \\ and --flagged', '"quoted" \\ and --flagged'],
  ])('%s %j is %j', (key, raw, value) => {
    expect(parse(key, raw)).toEqual(value);
  });
});

describe('what is refused', () => {
  it.each<[OptionKey, unknown, string]>([
    ['name', 'Orders API', 'Try orders-api.'],
    ['name', '3d', 'Try app-3d.'],
    ['name', 'con', 'Try con-app.'],
    ['name', '___', 'Give another one.'],
    ['stack', 'lantren', 'Did you mean lantern? The choices are lantern, ferry.'],
    ['stack', 'xxxxxxxxxxxx', 'The choices are lantern, ferry.'],
    ['stack', 'Lantern', 'Did you mean lantern? The choices are lantern, ferry.'],
    ['services', 'brok', 'Did you mean brook? The choices are brook, pond, wren, heron.'],
    ['services', ['wren', 7], 'Write it as a,b or as a list.'],
    ['services', { wren: true }, 'Write it as a,b or as a list.'],
    ['services', null, 'Write it as a,b or as a list.'],
    ['name', 12, 'Write it in quotes.'],
    ['stack', ['lantern'], 'Write it in quotes.'],
    ['description', true, 'Write it in quotes.'],
    ['description', '', 'Give another one.'],
  ])('%s %j: %s', async (key, raw, remedy) => {
    expect(await failureOf(() => parse(key, raw))).toMatchObject({
      where: 'here',
      remedy,
      exitCode: 2,
    });
  });

  it('shows what was given without acting on the terminal, and not all of it', async () => {
    const { message } = await failureOf(() => parse('name', `\u001b[31m${'x'.repeat(999)}`));
    expect(message).toMatch(/^"\\u001b\[31mx+" is no valid name: a name begins with a-z/);
    expect(message.length).toBeLessThan(300);
  });

  it('says so when there is nothing to choose', async () => {
    const bare = { ...houseCatalog, parts: [] };
    const failure = await failureOf(() => parseAnswer('targets', 'x', 'here', bare));
    expect(failure.remedy).toBe('There are none to choose from yet.');
  });
});
