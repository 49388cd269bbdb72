import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import { readCheckFile } from '../../src/check/app/readCheckFile.ts';

type Parser = (text: string) => unknown;

const PARSERS: readonly (readonly [RegExp, Parser])[] = [
  [/twelve-factor\.check\.json$/, readCheckFile],
  [/\.json$/, (text) => JSON.parse(text)],
  [/\.ya?ml$/, strictYaml],
  [/\.toml$/, (text) => parseToml(text)],
];

/** The parser of a path's format, if it is one of data. */
export function parserOf(path: string): Parser | undefined {
  return PARSERS.find(([pattern]) => pattern.test(path))?.[1];
}

/** YAML without a warning, and without keys that stand for nothing by mistake. */
function strictYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true, strict: true, version: '1.2' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw problem;
  return document.toJS({ maxAliasCount: 0 });
}
