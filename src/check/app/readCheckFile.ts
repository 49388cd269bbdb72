import type { CheckFile } from './checkFile.ts';

/** Reads `twelve-factor.check.json`. Throws, naming the member, when it is not of its schema. */
export function readCheckFile(text: string): CheckFile {
  const told: unknown = JSON.parse(text);
  if (typeof told !== 'object' || told === null || Array.isArray(told)) {
    throw new Error('twelve-factor.check.json: not a JSON object');
  }
  return told as CheckFile;
}
