import type { Catalog } from './catalog.ts';
import { findPart, partsOfKind } from './findParts.ts';
import type { CapabilityName, Part } from './part.ts';

/** Which service serves each capability: the selected one of the best (lowest) rank. */
export function serveCapabilities(services: readonly Part[]): ReadonlyMap<CapabilityName, Part> {
  const capabilities = services.flatMap((service) => Object.keys(service.provides ?? {}));
  return new Map(capabilities.map((name) => [name, servers(services, name)[0] as Part] as const));
}

function servers(services: readonly Part[], capability: CapabilityName): readonly Part[] {
  return services
    .filter(({ provides }) => provides?.[capability] !== undefined)
    .sort((one, other) => rank(one, capability) - rank(other, capability));
}

function rank({ provides }: Part, capability: CapabilityName): number {
  return provides?.[capability] ?? Number.POSITIVE_INFINITY;
}

/** Why services do not go together, or not with a stack; undefined if they do. */
export function servicesProblem(
  names: readonly string[],
  stack: Part,
  catalog: Catalog,
): string | undefined {
  const services = names.flatMap((name) => findPart(catalog, 'service', name) ?? []);
  const serving = serveCapabilities(services);
  const problems = [
    ...[...serving.keys()].map((capability) => rivalry(services, capability)),
    ...services.map((service) => unmetNeed(service, serving)),
    ...services.map((service) => stackProblem(service, stack, catalog)),
  ];
  return problems.find((problem) => problem !== undefined);
}

function rivalry(services: readonly Part[], capability: CapabilityName): string | undefined {
  const [best, next] = servers(services, capability);
  if (!best || !next || rank(best, capability) !== rank(next, capability)) return undefined;
  return `"${best.name}" and "${next.name}" both serve ${capability}: a project has one of them`;
}

function unmetNeed(
  { name, needs = [] }: Part,
  serving: ReadonlyMap<CapabilityName, Part>,
): string | undefined {
  const unmet = needs
    .map((need) => [need].flat())
    .find((any) => !any.some((one) => serving.has(one)));
  return unmet && `"${name}" needs a service for ${unmet.join(' or ')}`;
}

/** Why a stack can't have a service at all: a driver or an example is not there yet. */
export function stackProblem(service: Part, stack: Part, catalog: Catalog): string | undefined {
  const ids = new Set(catalog.parts.map(({ id }) => id));
  if (!ids.has(`${service.id}/drivers/${stack.language}`))
    return `${stack.label} has no driver for ${service.name} yet`;
  for (const capability of Object.keys(service.provides ?? {})) {
    if (!ids.has(`capabilities/${capability}/drivers/${stack.language}`))
      return `${stack.label} has no driver for ${capability} yet`;
    if (!ids.has(`capabilities/${capability}/examples/${stack.name}`))
      return `${stack.label} has no example for ${capability} yet`;
  }
  return undefined;
}

/** The services that go together with the fewest differences from `names`: rather one more than one less. */
export function nearestServices(
  names: readonly string[],
  stack: Part,
  catalog: Catalog,
): readonly string[] {
  const all = partsOfKind(catalog, 'service').map(({ name }) => name);
  const toggles = [...all.filter((name) => !names.includes(name)), ...[...names].reverse()];
  const seen = new Set<string>();
  const queue: (readonly string[])[] = [names];
  for (const chosen of queue) {
    if (servicesProblem(chosen, stack, catalog) === undefined) return chosen;
    for (const toggle of toggles) {
      const next = all.filter((name) => chosen.includes(name) !== (name === toggle));
      const key = next.join();
      if (!seen.has(key)) queue.push(next);
      seen.add(key);
    }
  }
  return [];
}
