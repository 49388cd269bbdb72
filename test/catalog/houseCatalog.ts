import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { readCatalog, readSources, type TemplateSources } from '../../src/catalog/readCatalog.ts';
import { TEMPLATES } from './realCatalog.ts';

const HOUSE = fileURLToPath(new URL('../fixtures/catalog/house', import.meta.url));

/** A made-up language with stacks, services, capabilities and a target, on the real base. */
export const houseCatalog: Catalog = inHouseFolder(readCatalog);

/** The same with the text of the templates. */
export function houseSources(): TemplateSources {
  return inHouseFolder(readSources);
}

function inHouseFolder<Read>(read: (folder: string) => Read): Read {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  try {
    for (const shared of ['part.schema.json', 'base'])
      cpSync(join(TEMPLATES, shared), join(folder, shared), { recursive: true });
    cpSync(HOUSE, folder, { recursive: true });
    return read(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
