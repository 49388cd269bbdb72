import type { CheckFile } from './checkFile.ts';
import { checkFileSchema } from './checkFileSchema.ts';
import { schemaFaults } from './schemaFaults.ts';

/** More characters than anyone writes. */
const LIMIT = 1024 * 1024;
/** Of its faults, so many are told. */
const MOST_FAULTS = 5;

/** Reads `twelve-factor.check.json`. Throws, naming each member that is not as its schema says. */
export function readCheckFile(text: string): CheckFile {
  if (text.length > LIMIT) throw fault(`has more than ${LIMIT} characters`);
  const told = parsed(text);
  const faults = schemaFaults(told, checkFileSchema);
  if (faults.length > 0) throw fault(faults.slice(0, MOST_FAULTS).join('; '));
  return told as CheckFile;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw fault(`is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
}

function fault(what: string): Error {
  return new Error(`twelve-factor.check.json: ${what}`);
}
