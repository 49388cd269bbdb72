import { realCatalog } from '../catalog/realCatalog.ts';
import { digestOf } from './digestOf.ts';

process.stdout.write(digestOf(realCatalog));
