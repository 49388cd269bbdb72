import { describe, it, vi } from 'vitest';
import { type AppUnderTest, examine, withApp } from '../examineApp.ts';

vi.setConfig({ maxConcurrency: 4, testTimeout: 60_000 });

/** The good app, with npm between it and whoever starts it. */
const NPM: AppUnderTest = {
  files: {
    Procfile: 'web: npm start\n',
    'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node main.mjs web' } }),
  },
  told: { environment: { SHUTDOWN_TIMEOUT: '2' } },
};

describe('an app that npm starts', () => {
  it.concurrent.for([
    ['disposability.interrupt', /^holds: /, 'hears Ctrl-C, which a terminal sends to both'],
    ['disposability.drains', /^not-checked: .* what serves did not/, 'has not ended when npm has'],
    ['disposability.idle-connections', /^not-checked: .* what serves did not/, 'nor when idle'],
    ['processes.writes-nothing', /^holds: /, 'has not written what npm keeps in HOME'],
    ['logs.one-event-a-line', /^holds: /, 'has not said what npm says'],
  ] as const)('%s: %s: it %s', ([id, verdict], { expect }) =>
    withApp(NPM, async (app) => {
      const { status, observed } = await examine(app, id);
      expect(`${status}: ${observed}`).toMatch(verdict);
    }),
  );
});
