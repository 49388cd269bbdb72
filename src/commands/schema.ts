import { toJsonSchema } from '../answers/toJsonSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Terminal } from '../host/terminal.ts';

/** Prints the JSON Schema of the answers file. */
export function schema(catalog: Catalog, terminal: Pick<Terminal, 'out'>): void {
  terminal.out(JSON.stringify(toJsonSchema(catalog), null, 2));
}
