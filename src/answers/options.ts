import type { Catalog } from '../catalog/catalog.ts';
import { partsOfKind } from '../catalog/findParts.ts';
import type { Part } from '../catalog/part.ts';
import { UNPRINTABLE } from '../errors.ts';
import { NAME_SHAPE, nameProblem } from './projectName.ts';

/** A thing that can be answered, once for flags, environment, files, prompts and documents. */
interface OptionFacts {
  readonly description: string;
  /** What a prompt asks; an option without one is never asked. */
  readonly question?: string;
  /** Shown for the value in the flag reference. */
  readonly placeholder?: string;
  /** Kept in the project's state, so that `add` and `update` know it. */
  readonly remembered: boolean;
  /** Why a value is not allowed, if it is not. */
  readonly problem?: (value: string) => string | undefined;
}

interface TextOption extends OptionFacts {
  readonly type: 'text';
  /** Used when nothing else answers; without it the option must be answered. */
  readonly default?: string;
  /** What `--yes` answers for an option that has no default. */
  readonly yes?: string;
  /** What `problem` allows, as far as a JSON Schema can say it. */
  readonly shape?: { readonly pattern: string; readonly maxLength?: number };
}

interface ChoiceOption extends OptionFacts {
  readonly type: 'choice';
  readonly choices: (catalog: Catalog) => readonly Part[];
}

interface ChoicesOption extends OptionFacts {
  readonly type: 'choices';
  readonly choices: (catalog: Catalog) => readonly Part[];
}

export type Option = TextOption | ChoiceOption | ChoicesOption;

/** Longer texts belong in the README. */
const LONGEST_DESCRIPTION = 200;

/** THE option table. A row added here must have a default, so that old scripts never break. */
export const OPTIONS = {
  directory: {
    type: 'text',
    description: 'Where the project is written; "." is the current directory',
    question: 'Directory of the new project:',
    yes: 'my-app',
    remembered: false,
    problem: directoryProblem,
    shape: { pattern: '^(?!-)(?=[\\s\\S]*\\S)[^\\0]*$' },
  },
  name: {
    type: 'text',
    description: 'Name of the service: a-z, 0-9 and "-", at most 63 (default: from the directory)',
    placeholder: 'name',
    remembered: true,
    problem: nameProblem,
    shape: NAME_SHAPE,
  },
  description: {
    type: 'text',
    description: 'One sentence about the service',
    question: 'What does it do, in one sentence?',
    placeholder: 'text',
    default: 'A twelve-factor app',
    remembered: true,
    problem: descriptionProblem,
    shape: { pattern: `^(?=.*\\S)[^${UNPRINTABLE}]*$`, maxLength: LONGEST_DESCRIPTION },
  },
  stack: {
    type: 'choice',
    description: 'Language and framework',
    question: 'Which stack?',
    placeholder: 'stack',
    choices: (catalog) => partsOfKind(catalog, 'stack'),
    remembered: true,
  },
  services: {
    type: 'choices',
    description: 'Backing services, separated by commas; repeatable',
    question: 'Which backing services?',
    placeholder: 'a,b',
    choices: (catalog) => partsOfKind(catalog, 'service'),
    remembered: true,
  },
  targets: {
    type: 'choices',
    description: 'Deploy targets, separated by commas; repeatable',
    question: 'Which deploy targets?',
    placeholder: 'a,b',
    choices: (catalog) => partsOfKind(catalog, 'target'),
    remembered: true,
  },
} as const satisfies Record<string, Option>;

export type OptionKey = keyof typeof OPTIONS;

export const OPTION_KEYS = Object.keys(OPTIONS) as readonly OptionKey[];

type ValueOf<O extends Option> = O extends ChoicesOption ? readonly string[] : string;

/** Every option with its value, complete and validated. */
export type Answers = { readonly [Key in OptionKey]: ValueOf<(typeof OPTIONS)[Key]> };

/** The choices of an option; none for an option of free text. */
export function choicesOf(key: OptionKey, catalog: Catalog): readonly Part[] {
  const option: Option = OPTIONS[key];
  return option.type === 'text' ? [] : option.choices(catalog);
}

/** An option without choices to choose from is neither asked nor offered. */
export function isOffered(key: OptionKey, catalog: Catalog): boolean {
  return OPTIONS[key].type === 'text' || choicesOf(key, catalog).length > 0;
}

/** What a run does besides: never remembered, never asked. */
export const SWITCHES = {
  yes: { flag: '-y, --yes', description: 'Ask nothing: defaults for what is not answered' },
  answers: {
    flag: '--answers <file>',
    description: 'Read answers from JSON or YAML; "-" is stdin',
  },
  dryRun: { flag: '--dry-run', description: 'Show what would be written; write nothing' },
  json: { flag: '--json', description: 'One JSON object on stdout, messages on stderr' },
  git: { flag: '--git', description: 'git init and first commit (default outside a work tree)' },
  noGit: { flag: '--no-git', description: 'Leave git alone' },
  install: { flag: '--install', description: 'Install the dependencies from the lock' },
  dockerBuild: { flag: '--docker-build', description: 'Build the image' },
  image: { flag: '--image <tag>', description: 'Tag of the image (default: <name>:dev)' },
  dockerRun: { flag: '--docker-run', description: 'Build the image and run one container of it' },
  noColor: { flag: '--no-color', description: 'No colour (also: NO_COLOR=1)' },
  debug: { flag: '--debug', description: 'Show stack traces of internal errors' },
} as const;

/** The switches of one run. */
export interface Switches {
  readonly yes: boolean;
  readonly answers?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Undefined when neither --git nor --no-git was given. */
  readonly git?: boolean;
  readonly install: boolean;
  readonly dockerBuild: boolean;
  readonly image?: string;
  readonly dockerRun: boolean;
  readonly debug: boolean;
}

/** The environment variable that answers an option. */
export function environmentName(key: OptionKey): string {
  return `TWELVE_FACTOR_${key.toUpperCase()}`;
}

function directoryProblem(value: string): string | undefined {
  if (value.includes('\0')) return 'it holds a NUL character';
  if (value.trim() === '') return 'it is blank';
  return value.startsWith('-') ? `it looks like a flag; write ./${value}` : undefined;
}

/** Not a literal, since V8 reads Unicode's tables for that whenever the file is loaded. */
const NO_TEXT = '\\p{Surrogate}|\\p{Noncharacter_Code_Point}';

function descriptionProblem(value: string): string | undefined {
  if (value.trim() === '') return 'it is blank';
  if ([...value].length > LONGEST_DESCRIPTION)
    return `it has more than ${LONGEST_DESCRIPTION} characters`;
  if (new RegExp(`[${UNPRINTABLE}]`).test(value))
    return 'it holds a control character or a line break';
  return new RegExp(NO_TEXT, 'u').test(value) ? 'it is not valid Unicode text' : undefined;
}
