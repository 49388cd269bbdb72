import type { Answers } from '../answers/options.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findPart } from '../catalog/findParts.ts';
import type { CapabilityName, Part } from '../catalog/part.ts';
import { EXIT, UserError } from '../errors.ts';

/** Which service serves each capability: the selected one of the best (lowest) rank. */
export function serveCapabilities(services: readonly Part[]): ReadonlyMap<CapabilityName, Part> {
  const capabilities = new Set(services.flatMap((service) => Object.keys(service.provides ?? {})));
  return new Map([...capabilities].map((name) => [name, bestServer(services, name)]));
}

function bestServer(services: readonly Part[], capability: CapabilityName): Part {
  const rank = (service: Part): number =>
    service.provides?.[capability] ?? Number.POSITIVE_INFINITY;
  const [best, next] = services
    .filter((service) => rank(service) < Number.POSITIVE_INFINITY)
    .sort((a, b) => rank(a) - rank(b));
  if (!best) throw new Error(`no service provides ${capability}`);
  if (next && rank(next) === rank(best)) throw excludeEachOther(best, next, capability);
  return best;
}

function excludeEachOther(one: Part, other: Part, capability: CapabilityName): UserError {
  return new UserError({
    message: `${one.name} and ${other.name} both serve ${capability}: a project has one of them`,
    where: '--services',
    remedy: `Leave out ${one.name} or ${other.name}.`,
    exitCode: EXIT.usage,
  });
}

/**
 * The parts that the answers select, in the order in which they contribute: base, language,
 * stack, services with their drivers, capabilities with driver and example (what it shares
 * with other languages and stacks first, if there is that), targets.
 * A combination without a driver or an example is refused (exit 2).
 */
export function selectParts(answers: Answers, catalog: Catalog): readonly Part[] {
  const byId = new Map(catalog.parts.map((part) => [part.id, part]));
  const stack = requirePart(catalog, 'stack', answers.stack);
  const language = requirePart(catalog, 'language', stack.language ?? '');
  const services = answers.services.map((name) => requirePart(catalog, 'service', name));
  const serving = serveCapabilities(services);
  for (const service of services) checkNeeds(service, serving);

  const inner = (id: string, what: string): Part => {
    const part = byId.get(id);
    if (part) return part;
    throw new UserError({
      message: `${stack.label} has no ${what} yet`,
      where: '--services',
      remedy: 'Leave it out, or choose another stack; "create-twelve-factor list" shows them.',
      exitCode: EXIT.usage,
    });
  };
  return [
    ...catalog.parts.filter((part) => part.kind === 'base'),
    language,
    stack,
    ...services.flatMap((service) => [
      service,
      inner(`${service.id}/drivers/${language.name}`, `driver for ${service.name}`),
    ]),
    ...[...serving.keys()].flatMap((name) => {
      const capability = requirePart(catalog, 'capability', name);
      const examples = `${capability.id}/examples`;
      const shared = [examples, `${examples}/${language.name}`].flatMap((id) => byId.get(id) ?? []);
      return [
        capability,
        inner(`${capability.id}/drivers/${language.name}`, `driver for ${name}`),
        ...shared,
        inner(`${examples}/${stack.name}`, `example for ${name}`),
      ];
    }),
    ...answers.targets.map((name) => requirePart(catalog, 'target', name)),
  ];
}

function requirePart(catalog: Catalog, kind: Part['kind'], name: string): Part {
  const part = findPart(catalog, kind, name);
  if (!part) throw new Error(`the catalog has no ${kind} "${name}"`);
  return part;
}

function checkNeeds(service: Part, serving: ReadonlyMap<CapabilityName, Part>): void {
  for (const need of service.needs ?? []) {
    const alternatives = typeof need === 'string' ? [need] : need;
    if (alternatives.some((capability) => serving.has(capability))) continue;
    throw new UserError({
      message: `${service.name} needs a service for ${alternatives.join(' or ')}`,
      where: '--services',
      remedy: `Add one of those services, or leave out ${service.name}.`,
      exitCode: EXIT.usage,
    });
  }
}
