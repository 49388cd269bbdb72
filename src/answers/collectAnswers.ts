import { resolve, sep } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { EXIT, UserError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { AnswerFlags, Asked, Gathered, Source } from './gathered.ts';
import {
  type Answers,
  environmentName,
  isOffered,
  OPTION_KEYS,
  OPTIONS,
  type Option,
  type OptionKey,
} from './options.ts';
import { parseAnswer } from './parseAnswer.ts';
import type { RawAnswers } from './parseAnswersFile.ts';
import { nearestName } from './projectName.ts';

export interface Collected {
  readonly answers: Answers;
  readonly sources: Readonly<Record<OptionKey, Source>>;
}

/**
 * Answers every option: flag, then environment, then answers file, then prompt, then default.
 * Nothing is asked that a layer has answered.
 * @throws UserError exit 2: an answer is invalid, or answers are missing and nobody can be asked
 */
export async function collectAnswers(
  flags: AnswerFlags,
  host: Asked,
  catalog: Catalog,
): Promise<Collected> {
  const gathered: Gathered = new Map();
  const layers: readonly (readonly [Source, RawAnswers])[] = [
    ['flag', flags.values],
    ['environment', fromEnvironment(host.environment)],
    ['file', await fromFile(flags.file, host)],
  ];
  for (const [source, layer] of layers)
    for (const [key, { raw, where }] of layer)
      if (!gathered.has(key))
        gathered.set(key, { value: parseAnswer(key, raw, where, catalog), source });

  if (flags.mayAsk && !flags.yes) {
    const { askMissing } = await import('./askMissing.ts');
    await askMissing(gathered, flags.directoryProblem, host, catalog);
  }
  if (!flags.mayAsk && !flags.yes) refuseMissing(gathered, catalog);
  return complete(gathered, host, catalog);
}

/** An empty variable counts as unset. */
function fromEnvironment(environment: Host['environment']): RawAnswers {
  return new Map(
    OPTION_KEYS.flatMap((key) => {
      const where = environmentName(key);
      const raw = environment[where];
      return raw ? [[key, { raw, where }] as const] : [];
    }),
  );
}

async function fromFile(file: string | undefined, { signals }: Asked): Promise<RawAnswers> {
  if (file === undefined) return new Map();
  const { readInput } = await import('../host/input.ts');
  const bytes = await readInput(file, signals);
  const { parseAnswersFile } = await import('./parseAnswersFile.ts');
  return parseAnswersFile(bytes, file === '-' ? 'stdin' : file);
}

/** The options that no default can answer. */
function isRequired(key: OptionKey): boolean {
  const option: Option = OPTIONS[key];
  return option.type === 'choice' || (option.type === 'text' && option.yes !== undefined);
}

/** All missing answers at once, each with the flag that gives it. */
function refuseMissing(gathered: Gathered, catalog: Catalog): void {
  const missing = OPTION_KEYS.filter((key) => isRequired(key) && !gathered.has(key));
  if (missing.length === 0) return;
  const flags = missing.map((key) =>
    key === 'directory' ? 'the directory (as an argument)' : choiceFlag(key, catalog),
  );
  throw new UserError({
    message: `There is no terminal to ask on, and ${flags.length === 1 ? 'an answer is' : 'answers are'} missing`,
    where: flags.join(', '),
    remedy: 'Give them, or --yes to take the defaults.',
    exitCode: EXIT.usage,
  });
}

function choiceFlag(key: OptionKey, catalog: Catalog): string {
  const option: Option = OPTIONS[key];
  if (option.type === 'text') return `--${key}`;
  return `--${key} ${option
    .choices(catalog)
    .map((part) => part.name)
    .join('|')}`;
}

function complete(gathered: Gathered, host: Asked, catalog: Catalog): Collected {
  for (const key of OPTION_KEYS) {
    if (gathered.has(key) || key === 'name') continue;
    gathered.set(key, { value: defaultOf(key, catalog), source: 'default' });
  }
  if (!gathered.has('name')) {
    const directory = gathered.get('directory')?.value as string;
    gathered.set('name', { value: deriveName(directory, host.cwd()), source: 'default' });
  }
  const entries = OPTION_KEYS.map((key) => [key, gathered.get(key)] as const);
  return {
    answers: Object.fromEntries(
      entries.map(([key, entry]) => [key, entry?.value]),
    ) as unknown as Answers,
    sources: Object.fromEntries(
      entries.map(([key, entry]) => [key, entry?.source]),
    ) as Collected['sources'],
  };
}

function defaultOf(key: OptionKey, catalog: Catalog): Answers[OptionKey] {
  const option: Option = OPTIONS[key];
  if (option.type === 'choices') return [];
  if (option.type === 'text') return option.default ?? option.yes ?? '';
  const [first] = option.choices(catalog);
  if (!first || !isOffered(key, catalog))
    throw new Error(`the catalog has nothing to choose as ${key}`);
  return first.name;
}

/**
 * The name of a project in a directory.
 * @throws UserError exit 2 when nothing of the directory's name can be part of one
 */
export function deriveName(directory: string, cwd: string): string {
  const name = nearestName(resolve(cwd, directory).split(sep).at(-1) ?? '');
  if (name) return name;
  throw new UserError({
    message: 'No name can be derived from the directory',
    where: directory,
    remedy: 'Give one with --name.',
    exitCode: EXIT.usage,
  });
}
