import type { Catalog } from '../catalog/catalog.ts';
import { choicesOf, OPTION_KEYS, OPTIONS, type Option } from './options.ts';

/** The JSON Schema (2020-12) of an answers file, from the option table and the catalog. */
export function toJsonSchema(catalog: Catalog): object {
  const properties = OPTION_KEYS.map((key) => {
    const option: Option = OPTIONS[key];
    const names = choicesOf(key, catalog).map((part) => part.name);
    const { description } = option;
    if (option.type === 'text')
      return [key, { description, type: 'string', minLength: 1, ...option.shape }];
    if (option.type === 'choice') return [key, { description, enum: names }];
    const items = names.length > 0 ? { enum: names } : false;
    return [key, { description, type: 'array', items, uniqueItems: true }];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of create-twelve-factor',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}
