import type { StateStep } from '../app/checkFile.ts';
import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import type { Resource } from '../app/resources.ts';
import { withReadyWeb } from '../app/runApp.ts';
import { NotChecked } from '../verdict.ts';
import { hasState, keepState, textBefore } from './keptState.ts';
import { release, released } from './release.ts';

/** What became of data when the URL of its service was changed, and changed back. */
export interface Swap {
  readonly step: StateStep;
  /** Whether the other service had what was written to the first. */
  readonly seenInOther: boolean;
  /** Whether it was there again with the first URL. */
  readonly kept: boolean;
}

const HOW_TO_TELL =
  "is not known: tell it by --other-env-file, or in 'otherDeploy' of twelve-factor.check.json";
/** How many databases a Redis server has unless it is told otherwise. */
const REDIS_DATABASES = 16;

/**
 * Runs web with the URLs of its services, of others, and with the first again; for each service that
 * a state step names and of which another is known.
 * @throws NotChecked when there is none, saying how to tell it
 */
export function swaps(app: ExaminedApp): Promise<readonly Swap[]> {
  return app.once('swaps', async () => {
    const named = (app.told.state ?? []).filter(({ resource }) => resource !== undefined);
    if (named.length === 0)
      throw new NotChecked("no step of 'state' in twelve-factor.check.json names its 'resource'");
    const absent = await app.absentResources();
    const found = named.map((step) => otherOf(app, step, absent));
    const others = found.filter((other) => typeof other !== 'string');
    if (others.length === 0) throw new NotChecked([...new Set(found)].join('; '));
    return play(app, others);
  });
}

/** A step, and what must change for another service to keep what it writes. */
interface Other {
  readonly step: StateStep;
  readonly changes: Changes;
}

/** The deploy that only reads goes first: nothing that it shows was written by this. */
async function play(app: ExaminedApp, others: readonly Other[]): Promise<readonly Swap[]> {
  const changes = Object.assign({}, ...others.map((one) => one.changes)) as Changes;
  await released(app);
  if (others.some((one) => one.changes === app.told.otherDeploy)) await release(app, changes);
  return withReadyWeb(app, { label: 'web with other services', changes }, async (other) => {
    const written = await withReadyWeb(app, { label: 'web with its services' }, ({ port }) =>
      inTurn(others, async ({ step }) => ({
        before: await textBefore(other.port, step),
        state: await keepState(port, step),
      })),
    );
    return withReadyWeb(app, { label: 'web with its services again' }, ({ port }) =>
      inTurn(written, async ({ before, state }) => ({
        step: state.step,
        seenInOther: await hasState(other.port, { ...state, before }),
        kept: await hasState(port, state),
      })),
    );
  });
}

async function inTurn<One, Result>(
  all: readonly One[],
  each: (one: One) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const one of all) results.push(await each(one));
  return results;
}

/** Another service for a step, or why there is none. */
function otherOf(app: ExaminedApp, step: StateStep, absent: readonly Resource[]): Other | string {
  const resource = app.resources.find(({ variable }) => variable === step.resource);
  if (resource === undefined) return `${step.resource} is not in its environment`;
  if (absent.some(({ variable }) => variable === step.resource))
    return `nothing answers at ${step.resource}`;
  const changes = otherDeploy(app, resource);
  return changes === undefined ? `another ${step.resource} ${HOW_TO_TELL}` : { step, changes };
}

/** What must change for another service: as the check file tells, or another database of Redis. */
function otherDeploy(
  { told }: ExaminedApp,
  { variable, scheme, url }: Resource,
): Changes | undefined {
  if (told.otherDeploy?.[variable] !== undefined) return told.otherDeploy;
  if (!/^rediss?$/.test(scheme)) return undefined;
  const [, server = '', database = '0', rest = ''] =
    /^([^:]+:\/\/[^/?#]*)\/?(\d*)(.*)$/.exec(url) ?? [];
  const next = (Number(database) + 1) % REDIS_DATABASES;
  return { [variable]: `${server}/${next}${rest}` };
}
