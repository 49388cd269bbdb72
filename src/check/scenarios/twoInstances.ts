import type { StateStep } from '../app/checkFile.ts';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type Run, withReadyWeb } from '../app/runApp.ts';
import { NotChecked } from '../verdict.ts';
import { answersOf, differences } from './answers.ts';
import {
  agree,
  hasState,
  type KeptState,
  keepState,
  sharesState,
  textBefore,
} from './keptState.ts';
import { released } from './release.ts';

/** How a step of state fared with two instances of web. */
export interface SharedStep {
  readonly step: StateStep;
  /** Which write the other instance did not see, of `ROUNDS`; undefined when it saw all. */
  readonly lostRound: number | undefined;
  /** Whether what one wrote was there after it was killed and started again. */
  readonly survived: boolean;
}

/** What two instances of web did side by side. */
export interface TwoInstances {
  readonly requests: number;
  /** Where their answers differed. */
  readonly differences: readonly string[];
  readonly steps: readonly SharedStep[];
  /** Why steps could not be played. */
  readonly skipped: readonly string[];
}

/** How often each step is played, by turns from one instance and from the other. */
export const ROUNDS = 4;

type Web = Run & { readonly readyMs: number };

type Shared = Omit<SharedStep, 'survived'> & {
  /** What a read answered before anything was written. */
  readonly atFirst: string;
};

/** Runs web twice at the same time, compares the answers, writes by one and reads by the other, and kills one. */
export function twoInstances(app: ExaminedApp): Promise<TwoInstances> {
  return app.once('two instances', async () => {
    await released(app);
    return withReadyWeb(app, { label: 'one web' }, (one) =>
      withReadyWeb(app, { label: 'another web' }, (other) => play(app, one, other)),
    );
  });
}

async function play(app: ExaminedApp, one: Web, other: Web): Promise<TwoInstances> {
  const answers = await answersOf(app, one.port);
  const different = differences(answers, await answersOf(app, other.port));
  const absent = (await app.absentResources()).map(({ variable }) => variable);
  const skipped: string[] = [];
  const shared: Shared[] = [];
  for (const step of app.routes.state) {
    try {
      if (step.resource !== undefined && absent.includes(step.resource))
        throw new NotChecked(`${step.name}: nothing answers at ${step.resource}`);
      const atFirst = await textBefore(one.port, step);
      shared.push({ step, atFirst, lostRound: await lostRound(step, one.port, other.port) });
    } catch (error) {
      if (!(error instanceof NotChecked)) throw error;
      skipped.push(error.message);
    }
  }
  return {
    requests: answers.length,
    differences: different,
    steps: await afterKill(app, shared, one),
    skipped,
  };
}

async function lostRound(step: StateStep, one: number, other: number): Promise<number | undefined> {
  if (!(await agree(step, one, other)))
    throw new NotChecked(
      `${step.name}: two instances answer differently before anything is written`,
    );
  for (let round = 0; round < ROUNDS; round += 1) {
    const [from, to] = round % 2 === 0 ? [one, other] : [other, one];
    const kept = await keepState(from, step);
    if (!(await sharesState(to, from, kept))) return round + 1;
  }
  return undefined;
}

/** An app that forgets is as it was at first, which is not how it was before the last write. */
async function afterKill(
  app: ExaminedApp,
  shared: readonly Shared[],
  one: Web,
): Promise<readonly SharedStep[]> {
  if (shared.length === 0) return [];
  const written: KeptState[] = [];
  for (const { step, atFirst } of shared) {
    written.push({ ...(await keepState(one.port, step)), before: atFirst });
  }
  await one.running.kill();
  return withReadyWeb(app, { label: 'one web, started again' }, async ({ port }) => {
    const survived = await Promise.all(written.map((kept) => hasState(port, kept)));
    return shared.map(({ step, lostRound: lost }, index) => ({
      step,
      lostRound: lost,
      survived: survived[index] === true,
    }));
  });
}
