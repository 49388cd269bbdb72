import { fileURLToPath } from 'node:url';
import { readCatalog } from '../../src/catalog/readCatalog.ts';

export const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));

/** The catalog that is shipped, read from its sources. */
export const realCatalog = readCatalog(TEMPLATES);
