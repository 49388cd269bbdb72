import type { Answers } from '../answers/options.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findPart } from '../catalog/findParts.ts';
import { nearestServices, serveCapabilities, servicesProblem } from '../catalog/fitServices.ts';
import type { Part } from '../catalog/part.ts';
import { EXIT, UserError } from '../errors.ts';

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
  refuseUnfit(answers.services, stack, catalog);
  const services = answers.services.map((name) => requirePart(catalog, 'service', name));

  const inner = (id: string): Part => {
    const part = byId.get(id);
    if (!part) throw new Error(`the catalog has no ${id}`);
    return part;
  };
  return [
    ...catalog.parts.filter((part) => part.kind === 'base'),
    language,
    stack,
    ...services.flatMap((service) => [service, inner(`${service.id}/drivers/${language.name}`)]),
    ...[...serveCapabilities(services).keys()].flatMap((name) => {
      const capability = requirePart(catalog, 'capability', name);
      const examples = `${capability.id}/examples`;
      const shared = [examples, `${examples}/${language.name}`].flatMap((id) => byId.get(id) ?? []);
      return [
        capability,
        inner(`${capability.id}/drivers/${language.name}`),
        ...shared,
        inner(`${examples}/${stack.name}`),
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
