import type { HttpStep, StateStep } from '../app/checkFile.ts';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type Resource, urlAtPort } from '../app/resources.ts';
import { requestOf } from '../app/routes.ts';
import { type Run, withReadyWeb } from '../app/runApp.ts';
import { httpRequest } from '../harness/httpRequest.ts';
import { type TcpProxy, withTcpProxy } from '../harness/tcpProxy.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';
import { keepState, titleOf } from './keptState.ts';
import { released } from './release.ts';

/** How a service can be away: nobody listens, or it takes what is sent and never answers. */
export type Absence = 'refused' | 'silent';

/** What came of a request while a service was away. */
export interface Reply {
  readonly request: string;
  /** Undefined when no answer came in time. */
  readonly status: number | undefined;
  readonly afterMs: number;
}

/** How web fared while one service was away, and after it was back. */
export interface Outage {
  readonly absence: Absence;
  readonly replies: readonly Reply[];
  /** What the live route answered meanwhile; undefined when there is none of its own. */
  readonly live: Reply | undefined;
  /** Whether the ready route came to answer something else than 200; undefined when none is known, or nothing was answered. */
  readonly unready: boolean | undefined;
  /** How the process ended, if it did. */
  readonly ended: string | undefined;
  /** Ms from the return of the service until all was well, without a restart; undefined when it never was. */
  readonly recoveredMs: number | undefined;
}

/** The outages of one service, or why none could be played. */
export interface ServiceOutages {
  readonly variable: string;
  readonly outages: readonly Outage[];
  readonly skipped: string | undefined;
}

/** How long a request may wait for a service that is away: as long as the routers of platforms wait. */
export const ANSWER_LIMIT_MS = 30_000;
/** How long an app may take to notice that a service is away, and that it is back, in ms. */
const NOTICE_MS = 10_000;
export const RECOVERY_LIMIT_MS = 30_000;

/**
 * Takes each reachable service away from a running web, in both ways, and gives it back.
 * @throws NotChecked when there is no service that could be
 */
export function outages(app: ExaminedApp): Promise<readonly ServiceOutages[]> {
  return app.once('outages', async () => {
    const absent = (await app.absentResources()).map(({ variable }) => variable);
    if (app.resources.length === 0)
      throw new NotChecked('its environment names no backing service');
    const reachable = app.resources.filter(({ variable }) => !absent.includes(variable));
    if (reachable.length === 0) throw new NotChecked(`nothing answers at ${absent.join(', ')}`);
    await released(app);
    return Promise.all(reachable.map((resource) => outagesOf(app, resource)));
  });
}

async function outagesOf(app: ExaminedApp, resource: Resource): Promise<ServiceOutages> {
  const { variable, port, host } = resource;
  const play = (proxy: TcpProxy): Promise<readonly Outage[]> => {
    const changes = { [variable]: urlAtPort(resource, proxy.port) };
    return withReadyWeb(app, { label: `web without ${variable}`, changes }, async (run) => {
      const service = new DisturbedService(app, run, proxy, resource);
      await service.prove();
      const refused = await service.outage('refused');
      if (refused.recoveredMs === undefined) return [refused];
      return [refused, await service.outage('silent')];
    });
  };
  try {
    return { variable, outages: await withTcpProxy(port, play, host), skipped: undefined };
  } catch (error) {
    if (!(error instanceof NotChecked)) throw error;
    return { variable, outages: [], skipped: error.message };
  }
}

/** A service behind a proxy, and the web that uses it. */
class DisturbedService {
  private readonly steps: readonly StateStep[];
  /** Where it says that it is ready, when it does as long as all is well. */
  private ready: string | undefined;

  constructor(
    private readonly app: ExaminedApp,
    private readonly run: Run,
    private readonly proxy: TcpProxy,
    private readonly resource: Resource,
  ) {
    this.steps = (app.told.state ?? []).filter((step) => step.resource === resource.variable);
  }

  /** Makes sure that web uses the service and that its state steps work. */
  async prove(): Promise<void> {
    const { app, run, proxy, resource } = this;
    for (const path of app.routes.gets) await this.ask({ path });
    for (const step of this.steps) await keepState(run.port, step);
    if (proxy.accepted === 0) throw new NotChecked(`web never used ${resource.variable}`);
    const { ready } = app.routes;
    if (ready !== undefined && (await this.ask({ path: ready })).status === 200) this.ready = ready;
  }

  async outage(absence: Absence): Promise<Outage> {
    const { app, run } = this;
    const { ready, live: alive } = app.routes;
    app.note(run.running.label, `the service is ${absence === 'refused' ? 'away' : 'silent'}`);
    await this.begin(absence);
    const asked = Promise.all(this.requests().map((step) => this.ask(step)));
    // One route for both may tell of the service.
    const live =
      alive === undefined || alive === ready ? undefined : await this.ask({ path: alive });
    const replies = await asked;
    const isStuck = replies.some(({ status }) => status === undefined);
    const unready = isStuck ? undefined : await this.becomesUnready();
    app.note(run.running.label, 'the service is back');
    await this.finish(absence);
    return {
      absence,
      replies,
      live,
      unready,
      recoveredMs: await this.recovery(),
      ended: this.end(),
    };
  }

  private async begin(absence: Absence): Promise<void> {
    if (absence === 'silent') return this.proxy.silence();
    await this.proxy.refuse();
  }

  private async finish(absence: Absence): Promise<void> {
    if (absence === 'refused') return this.proxy.accept();
    this.proxy.pass();
    this.proxy.cut();
  }

  private requests(): readonly HttpStep[] {
    const { gets, ready, live } = this.app.routes;
    const paths = gets.filter((path) => path !== ready && path !== live);
    return [...this.steps.map(({ write }) => write), ...paths.map((path) => ({ path }))];
  }

  private async ask(step: HttpStep): Promise<Reply> {
    const from = performance.now();
    const request = requestOf(step, { unique: 'during-an-outage' });
    const answer = await httpRequest(this.run.port, request, ANSWER_LIMIT_MS).catch(
      () => undefined,
    );
    return {
      request: titleOf(step),
      status: answer?.status,
      afterMs: performance.now() - from,
    };
  }

  private async becomesUnready(): Promise<boolean | undefined> {
    const path = this.ready;
    if (path === undefined || path === this.app.routes.live) return undefined;
    const isUnready = async (): Promise<boolean> => (await this.ask({ path })).status !== 200;
    return waitFor('it to be unready', isUnready, { limitMs: NOTICE_MS }).catch(() => false);
  }

  private async recovery(): Promise<number | undefined> {
    const from = performance.now();
    const isWell = async (): Promise<boolean> => {
      if (this.run.running.exit !== undefined) return true;
      const path = this.ready;
      if (path !== undefined && (await this.ask({ path })).status !== 200) return false;
      for (const step of this.steps) {
        if ((await keepState(this.run.port, step).catch(ifNotChecked)) === undefined) return false;
      }
      return true;
    };
    const well = await waitFor('it to recover', isWell, { limitMs: RECOVERY_LIMIT_MS }).catch(
      () => false,
    );
    return well && this.run.running.exit === undefined ? performance.now() - from : undefined;
  }

  private end(): string | undefined {
    const { exit } = this.run.running;
    return exit === undefined ? undefined : `it ended with ${exit.code ?? exit.signal}`;
  }
}

function ifNotChecked(error: unknown): undefined {
  if (!(error instanceof NotChecked)) throw error;
}
