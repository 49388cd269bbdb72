import { makeBarePlaces, type ServedService } from './attached/makePlaces.ts';
import { prepareApp } from './contract/prepareApp.ts';
import { expectAllFactorsHold } from './expectAllFactorsHold.ts';
import { pythonProblem } from './pythonProblem.ts';
import { SERVED } from './servedServices.ts';
import type { BackingServer } from './servers/backingServer.ts';
import type { Workplace } from './workplace.ts';

const served: Readonly<Record<string, ServedService>> = SERVED;

/** A server for each service, in front of which any choice of services can be run. */
export class ServersOfAll {
  /** Why they can't be run here, or an app in front of them, or undefined. */
  static readonly problem =
    pythonProblem() ?? Object.values(served).find((one) => one.problem !== undefined)?.problem;
  private readonly servers = new Map<string, BackingServer>();

  async start(): Promise<void> {
    for (const [name, service] of Object.entries(served))
      this.servers.set(name, await service.startServer());
  }

  /** Expects of an installed app with these services that it keeps all twelve factors. */
  async expectAllFactorsHold(workplace: Workplace, names: readonly string[]): Promise<void> {
    const app = prepareApp(workplace.runnable(names.join('+')));
    const theirs = names.map((name) => this.servers.get(name) as BackingServer);
    const services = names.map((name) => served[name] as ServedService);
    const deploy = () => makeBarePlaces(app, services, theirs);
    try {
      await expectAllFactorsHold(workplace.project, await deploy(), await deploy());
    } finally {
      app.remove();
    }
  }

  async remove(): Promise<void> {
    for (const server of this.servers.values()) await server.remove();
  }
}
