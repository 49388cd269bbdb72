import type { Environment } from '../../../src/check/harness/validEnvironment.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import type { BackingServer } from '../servers/backingServer.ts';
import type { AttachedApp, PlaceOptions } from './attachedApp.ts';

/** A service as `--services` calls it, and the server that plays it. */
export interface ServedService<Server extends BackingServer = BackingServer> {
  readonly service: string;
  /** Why the server can't be run here, or undefined. */
  readonly problem: string | undefined;
  startServer(): Promise<Server>;
  attach(app: PreparedApp, server: Server): AttachedApp<Server>;
}

/** Makes a place on each of the servers, which are in the order of the services; gives the variables for all. */
export async function makePlaces(
  app: PreparedApp,
  services: readonly ServedService[],
  servers: readonly BackingServer[],
  options?: PlaceOptions,
): Promise<Environment> {
  const made = services.map((service, index) =>
    service.attach(app, servers[index] as BackingServer).makePlace(options),
  );
  return Object.assign({}, ...(await Promise.all(made)));
}

/** The same for an app that no release has prepared yet, with all other variables that it must have. */
export async function makeBarePlaces(
  app: PreparedApp,
  services: readonly ServedService[],
  servers: readonly BackingServer[],
): Promise<Environment> {
  const required = app.project.variables.filter((variable) => variable.required);
  const examples = required.map(({ name, example = '' }) => [name, example] as const);
  const places = await makePlaces(app, services, servers, { bare: true });
  return { ...Object.fromEntries(examples), ...places };
}
