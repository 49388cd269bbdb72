import type { Answers } from '../answers/options.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findPart } from '../catalog/findParts.ts';
import { nearestServices, serveCapabilities, servicesProblem } from '../catalog/fitServices.ts';
import type { Part, PartId } from '../catalog/part.ts';
import { EXIT, UserError } from '../errors.ts';

/**
 * The parts that the answers select, in the order in which they contribute: base, language,
 * stack, services with their drivers (and what of these is for a capability that the service
 * serves), capabilities with driver (and what of it stands on another capability: of those that
 * are served, the first in order) and example (what it shares with other languages and stacks
 * first, if there is that), targets.
 * A combination without a driver or an example is refused (exit 2).
 */
export function selectParts(answers: Answers, catalog: Catalog): readonly Part[] {
  const byId = new Map(catalog.parts.map((part) => [part.id, part]));
  const stack = requirePart(catalog, 'stack', answers.stack);
  const language = requirePart(catalog, 'language', stack.language ?? '');
  refuseUnfit(answers.services, stack, catalog);
  const services = answers.services.map((name) => requirePart(catalog, 'service', name));

  const inner = (id: string): Part => {
    const part = byId.get(id);
    if (!part) throw new Error(`the catalog has no ${id}`);
    return part;
  };
  const serving = serveCapabilities(services);
  return [
    ...catalog.parts.filter((part) => part.kind === 'base'),
    language,
    stack,
    ...services.flatMap((service) => {
      const driver = inner(`${service.id}/drivers/${language.name}`);
      const serves = ({ name }: Part): boolean => serving.get(name) === service;
      return [service, driver, ...partsBelow(catalog, `${driver.id}/for`).filter(serves)];
    }),
    ...[...serving.keys()].flatMap((name) => {
      const capability = requirePart(catalog, 'capability', name);
      const driver = inner(`${capability.id}/drivers/${language.name}`);
      const grounds = partsBelow(catalog, `${driver.id}/on`).filter((one) => serving.has(one.name));
      const examples = `${capability.id}/examples`;
      const shared = [examples, `${examples}/${language.name}`].flatMap((id) => byId.get(id) ?? []);
      return [
        capability,
        driver,
        ...grounds.slice(0, 1),
        ...shared,
        inner(`${examples}/${stack.name}`),
      ];
    }),
    ...answers.targets.map((name) => requirePart(catalog, 'target', name)),
  ];
}

/** The parts in the folder `below`, in their order. */
function partsBelow({ parts }: Catalog, below: PartId): readonly Part[] {
  return parts
    .filter(({ id, name }) => id === `${below}/${name}`)
    .sort((one, other) => one.order - other.order);
}

function requirePart(catalog: Catalog, kind: Part['kind'], name: string): Part {
  const part = findPart(catalog, kind, name);
  if (!part) throw new Error(`the catalog has no ${kind} "${name}"`);
  return part;
}

function refuseUnfit(services: readonly string[], stack: Part, catalog: Catalog): void {
  const problem = servicesProblem(services, stack, catalog);
  if (!problem) return;
  const nearest = nearestServices(services, stack, catalog).join(',');
  throw new UserError({
    message: problem,
    where: '--services',
    remedy: nearest
      ? `Try --services ${nearest}.`
      : 'Leave them out, or choose another stack; "create-twelve-factor list" shows them.',
    exitCode: EXIT.usage,
  });
}
