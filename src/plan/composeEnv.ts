import { ENV_TYPES, type EnvDeclaration } from '../catalog/contribution.ts';
import type { EnvVariable } from './project.ts';
import { recordOf } from './recordOf.ts';

/** Everything that templates say about one variable, from its one declaration. */
export function composeVariable(declared: EnvDeclaration): EnvVariable {
  const { name, type, description } = declared;
  const hasDefault = declared.default !== undefined;
  const example = declared.example ?? (hasDefault ? String(declared.default) : '');
  return {
    name,
    type,
    description,
    field: name.toLowerCase(),
    is: recordOf(ENV_TYPES, (one) => one === type),
    required: !hasDefault && !declared.optional,
    hasDefault,
    default: declared.default ?? null,
    choices: declared.choices ?? [],
    hasRange: declared.minimum !== undefined,
    minimum: declared.minimum ?? null,
    maximum: declared.maximum ?? null,
    schemes: declared.schemes ?? [],
    secret: declared.secret ?? false,
    resource: declared.resource ?? null,
    processes: declared.processes ?? [],
    file: declared.file ?? false,
    example,
    inCompose: declared.compose?.replaceAll('$', '$$$$') ?? interpolation(name, example),
    generate: declared.generate ?? null,
    allowed: allowedValues(declared),
  };
}

function interpolation(name: string, example: string): string {
  return example === '' ? `\${${name}:?}` : `\${${name}:-${example}}`;
}

function allowedValues(declared: EnvDeclaration): string {
  switch (declared.type) {
    case 'integer':
      return `integer, ${declared.minimum} to ${declared.maximum}`;
    case 'boolean':
      return '`true` or `false`';
    case 'enum':
      return (declared.choices ?? []).map((choice) => `\`${choice}\``).join(', ');
    case 'url':
      return (declared.schemes ?? []).map((scheme) => `\`${scheme}://\``).join(', ');
    case 'string':
      return 'text';
  }
}

/** The document of env.schema.json: JSON Schema 2020-12 with the `x-` words of the contract. */
export function composeEnvSchema(name: string, env: readonly EnvVariable[]): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Environment of ${name}`,
    description: 'Every value is a string; an empty one counts as unset.',
    type: 'object',
    properties: Object.fromEntries(env.map((variable) => [variable.name, property(variable)])),
    required: env.filter((variable) => variable.required).map((variable) => variable.name),
    additionalProperties: true,
  };
}

function property(variable: EnvVariable): object {
  const { is } = variable;
  return {
    description: variable.description,
    type: is.integer ? 'integer' : is.boolean ? 'boolean' : 'string',
    ...(is.url ? { format: 'uri' } : {}),
    ...(is.enum ? { enum: variable.choices } : {}),
    ...(variable.hasRange ? { minimum: variable.minimum, maximum: variable.maximum } : {}),
    ...(variable.hasDefault ? { default: variable.default } : {}),
    ...(variable.secret ? { 'x-secret': true } : {}),
    ...(variable.resource ? { 'x-resource': variable.resource } : {}),
    ...(variable.schemes.length > 0 ? { 'x-schemes': variable.schemes } : {}),
    ...(variable.processes.length > 0 ? { 'x-process': variable.processes } : {}),
    ...(variable.file ? { 'x-file': true } : {}),
    ...(variable.example !== '' && !variable.hasDefault ? { 'x-example': variable.example } : {}),
  };
}
