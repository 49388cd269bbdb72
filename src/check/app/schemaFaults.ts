import { nearest } from '../../nearest.ts';

/** A JSON Schema, of the keywords that are understood here. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: { readonly pattern: string };
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
}

/** What of a value is not as its schema says, one fault each: `state[0].write.path: is missing`. */
export function schemaFaults(value: unknown, schema: Schema, place = ''): readonly string[] {
  const fault = (what: string): readonly string[] => [place === '' ? what : `${place}: ${what}`];
  if (schema.type === undefined) return [];
  if (schema.type === 'string')
    return typeof value === 'string'
      ? textFaults(value, schema).flatMap(fault)
      : fault(`must be a text, not ${kindOf(value)}`);
  if (schema.type === 'number')
    return typeof value === 'number'
      ? numberFaults(value, schema).flatMap(fault)
      : fault(`must be a number, not ${kindOf(value)}`);
  if (schema.type === 'array')
    return Array.isArray(value)
      ? value.flatMap((item, index) => schemaFaults(item, schema.items ?? {}, `${place}[${index}]`))
      : fault(`must be a list, not ${kindOf(value)}`);
  return isObject(value)
    ? memberFaults(value, schema, place)
    : fault(`must be an object, not ${kindOf(value)}`);
}

function textFaults(value: string, { minLength = 0, pattern }: Schema): readonly string[] {
  if (value.length < minLength) return ['is empty'];
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return [];
  return [`${shown(value)} does not match ${pattern}`];
}

function numberFaults(value: number, { minimum = value }: Schema): readonly string[] {
  return value < minimum ? [`is ${value}, and must be at least ${minimum}`] : [];
}

function memberFaults(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], propertyNames, additionalProperties }: Schema,
  place: string,
): readonly string[] {
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${placeOf(place, name)}: is missing`);
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const schema = own ?? additionalProperties;
    if (schema === false) return [unknownMember(place, name, Object.keys(properties))];
    const named = propertyNames === undefined || new RegExp(propertyNames.pattern, 'u').test(name);
    if (!named)
      return [`${placeOf(place, shown(name))}: a name here matches ${propertyNames?.pattern}`];
    return schema === undefined ? [] : schemaFaults(member, schema, placeOf(place, name));
  });
  return [...missing, ...wrong];
}

function unknownMember(place: string, name: string, known: readonly string[]): string {
  const like = nearest(name, known);
  const meant = like === undefined ? `known are ${known.join(', ')}` : `"${like}" is meant?`;
  return `${placeOf(place, shown(name))}: is not known; ${meant}`;
}

function placeOf(place: string, name: string): string {
  return [place, name].filter((part) => part !== '').join('.');
}

/** A text of a file, short and without what a terminal would obey. */
function shown(text: string): string {
  const cut = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'a text', object: 'an object' }[typeof value as string] ?? `a ${typeof value}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
