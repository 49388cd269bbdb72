import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ENVIRONMENT = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;

/** Ends of names that say that no deploy reads the file, and folders that are no part of the app. */
const EXAMPLE = /\.(?:example|sample|template|tpl|dist|defaults?|schema|test|testing|ci|vault)$/;
const ELSEWHERE =
  /(?:^|\/)(?:tests?|spec|__tests__|fixtures?|testdata|examples?|docs?|node_modules|vendor)\//;

/** Whether a path is that of a file with the environment of a deploy, not of an example. */
export function isEnvironmentFile(path: string): boolean {
  return ENVIRONMENT.test(path) && !EXAMPLE.test(path) && !ELSEWHERE.test(path);
}

/** The names that such a file gives a value. */
export function variablesSetIn(directory: string, path: string): readonly string[] {
  const file = join(directory, path);
  // An archive leaves out what .gitattributes says.
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.split('\n').flatMap((line) => {
    const [, name] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*[^\s#]/.exec(line) ?? [];
    return name === undefined ? [] : [name];
  });
}
