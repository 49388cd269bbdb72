import type { OpenApiContribution } from '../catalog/part.ts';

/** The document of openapi.json, from what the parts contribute. */
export function composeOpenapi(
  name: string,
  description: string,
  contributions: readonly OpenApiContribution[],
): object {
  const merged = (key: keyof OpenApiContribution): Record<string, unknown> =>
    Object.fromEntries(contributions.flatMap((part) => Object.entries(part[key] ?? {})));
  return {
    openapi: '3.1.0',
    info: { title: name, description, version: '1.0.0' },
    paths: merged('paths'),
    components: {
      ...named('schemas', merged('schemas')),
      ...named('responses', merged('responses')),
      ...named('parameters', merged('parameters')),
      ...named('headers', merged('headers')),
    },
  };
}

function named(key: string, values: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(values).length > 0 ? { [key]: values } : {};
}
