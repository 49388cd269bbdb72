import type { OpenApiContribution } from '../catalog/contribution.ts';

type Members = Readonly<Record<string, unknown>>;

/** The document of openapi.json, from what the parts contribute: their paths, and what these use. */
export function composeOpenapi(
  name: string,
  description: string,
  contributions: readonly OpenApiContribution[],
): object {
  const merged = (key: keyof OpenApiContribution): Members =>
    Object.fromEntries(contributions.flatMap((part) => Object.entries(part[key] ?? {})));
  const paths = merged('paths');
  const components = {
    schemas: merged('schemas'),
    responses: merged('responses'),
    parameters: merged('parameters'),
    headers: merged('headers'),
  };
  return {
    openapi: '3.1.0',
    info: { title: name, description, version: '1.0.0' },
    paths,
    components: onlyUsed(components, paths),
  };
}

/** The components that `paths` refer to, by way of others too. */
function onlyUsed(
  components: Readonly<Record<string, Members>>,
  paths: Members,
): Readonly<Record<string, Members>> {
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value ?? null).matchAll(REFERENCE)) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      follow(components[kind]?.[name]);
    }
  };
  follow(paths);
  const kept = Object.entries(components).map(
    ([kind, members]) =>
      [
        kind,
        Object.fromEntries(Object.entries(members).filter(([name]) => used.has(`${kind}/${name}`))),
      ] as const,
  );
  return Object.fromEntries(kept.filter(([, members]) => Object.keys(members).length > 0));
}

const REFERENCE = /"#\/components\/(\w+)\/(\w+)"/g;
