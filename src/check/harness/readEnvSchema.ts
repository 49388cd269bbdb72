/** One variable of `env.schema.json`. Members that the schema does not give are undefined. */
export interface EnvVariable {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly required: boolean;
  readonly secret: boolean;
  /** It tells where a backing service is, or how to use it. */
  readonly resource: boolean;
  /** The process types that use it; undefined when the schema does not say. */
  readonly processes: readonly string[] | undefined;
  /** `NAME_FILE` is accepted instead of the value. */
  readonly file: boolean;
  readonly default: string | undefined;
  readonly example: string | undefined;
  readonly enum: readonly string[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly minLength: number | undefined;
  readonly pattern: string | undefined;
  /** JSON Schema format, `uri` above all. */
  readonly format: string | undefined;
  readonly schemes: readonly string[] | undefined;
}

const TYPES = ['string', 'integer', 'number', 'boolean'] as const;

/**
 * The variables that an `env.schema.json` declares. Throws when the text is not JSON, is not an
 * object schema, or gives a variable a type that an environment can't hold.
 */
export function readEnvSchema(text: string): EnvVariable[] {
  const schema = JSON.parse(text) as { properties?: unknown; required?: unknown };
  if (typeof schema.properties !== 'object' || schema.properties === null) {
    throw new Error('env.schema.json: has no properties');
  }
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties as Record<string, Record<string, unknown>>).map(
    ([name, property]) => readVariable(name, property, required.includes(name)),
  );
}

function readVariable(
  name: string,
  property: Record<string, unknown>,
  required: boolean,
): EnvVariable {
  const type = TYPES.find((known) => known === property.type);
  if (type === undefined) {
    throw new Error(`env.schema.json: ${name}: the type must be one of ${TYPES.join(', ')}`);
  }
  return {
    name,
    type,
    required: required && property.default === undefined,
    secret: property['x-secret'] === true,
    resource: property['x-resource'] !== undefined,
    processes: asTexts(property['x-process']),
    file: property['x-file'] === true,
    default: asText(property.default),
    example: asText(property['x-example']),
    enum: asTexts(property.enum),
    minimum: asNumber(property.minimum),
    maximum: asNumber(property.maximum),
    minLength: asNumber(property.minLength),
    pattern: asText(property.pattern),
    format: asText(property.format),
    schemes: asTexts(property['x-schemes']),
  };
}

function asText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function asTexts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
