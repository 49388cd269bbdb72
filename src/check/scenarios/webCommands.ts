import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type ComposeService, readComposeFile } from '../harness/readCompose.ts';
import { splitCommand } from '../harness/splitCommand.ts';
import type { Environment } from '../harness/validEnvironment.ts';

/** How one file of a project says that web is run. */
export interface WebCommand {
  readonly from: string;
  readonly argv: readonly string[];
}

/** Every command for web that the project's files give. */
export function webCommands(app: ExaminedApp): readonly WebCommand[] {
  const ours = declaresWeb(app) ? [{ from: 'the process type web', argv: app.argv('web') }] : [];
  const image = imageCommand(app);
  const compose = composeCommand(app);
  return [
    ...ours,
    ...(image === undefined ? [] : [image]),
    ...(compose === undefined ? [] : [compose]),
  ];
}

/** Otherwise its web is what the image or the compose file starts, which can't differ from that. */
function declaresWeb({ place, told }: ExaminedApp): boolean {
  if (told.processes?.web !== undefined) return true;
  const path = join(place.directory, 'Procfile');
  return existsSync(path) && /^web[ \t]*:/m.test(readFileSync(path, 'utf8'));
}

/** What a container of the project's image runs, if its Dockerfile says so. */
export function imageCommand({ project: { image } }: ExaminedApp): WebCommand | undefined {
  if (image === undefined) return undefined;
  const argv = image.form === 'shell' ? ['/bin/sh', '-c', image.argv.join(' ')] : image.argv;
  return { from: 'the Dockerfile', argv };
}

/** What the compose file runs instead; undefined also when an ENTRYPOINT of the image goes before it. */
function composeCommand(app: ExaminedApp): WebCommand | undefined {
  const { directory } = app.place;
  const file = readComposeFile(directory);
  const service = file === undefined ? undefined : webService(file.services);
  if (file === undefined || service === undefined) return undefined;
  const { entrypoint, command } = service;
  if (entrypoint === undefined && (command === undefined || hasEntrypoint(directory)))
    return undefined;
  const words = (part: typeof command): readonly string[] =>
    wordsOf(part ?? [], app.environment(1));
  return { from: file.name, argv: [...words(entrypoint), ...words(command)] };
}

function webService(services: readonly ComposeService[]): ComposeService | undefined {
  const built = services.filter(({ builds }) => builds);
  const named =
    services.find(({ name }) => name === 'web') ?? built.find(({ name }) => name === 'app');
  return named ?? (built.length === 1 ? built[0] : undefined);
}

function hasEntrypoint(directory: string): boolean {
  const path = join(directory, 'Dockerfile');
  return existsSync(path) && /^\s*ENTRYPOINT\b/im.test(readFileSync(path, 'utf8'));
}

function wordsOf(command: string | readonly string[], environment: Environment): readonly string[] {
  if (typeof command !== 'string') return command;
  return split(expand(command.replaceAll('$$', '$'), environment));
}

/** Numbers, which may be of a port or a process count, and differ between machines. */
const NUMBER = /(?<=^|[:=])\d+$/;

/**
 * A command in a form that can be compared: variables filled in, the shell around one plain command
 * left out, programs and files without the folders that they happen to be in, and no numbers.
 */
export function comparable(app: ExaminedApp, argv: readonly string[]): string {
  const filled = argv.map((word) => expand(word, app.environment(1)));
  const [program = '', ...rest] = withoutShell(filled);
  const name = basename(program).replace(/^python[\d.]*$/, 'python');
  const own = `${app.place.directory}/`;
  return [name, ...rest.map((word) => word.replace(own, '').replace(NUMBER, 'N'))].join(' ');
}

/** Programs and options that start a server anew when a file changes, or show what only developers see. */
const FOR_DEVELOPERS = /(?:^|[\s/])(?:--(?:watch|reload|debug|inspect)\b|nodemon\b|watchexec\b)/;

/** The word by which a command shows that it is for developers, if it has one. */
export function developersWord({ argv }: WebCommand): string | undefined {
  return FOR_DEVELOPERS.exec(argv.join(' '))?.[0].trim();
}

function withoutShell(words: readonly string[]): readonly string[] {
  const [program = '', flag, line = ''] = words;
  const plain = /^(ba|da)?sh$/.test(basename(program)) && flag === '-c' ? split(line) : words;
  return plain.slice(plain.findIndex((word) => word !== 'exec' && !/^[A-Za-z_]\w*=/.test(word)));
}

/** One word when only a shell could make more of it. */
function split(command: string): readonly string[] {
  try {
    return splitCommand(command);
  } catch {
    return [command];
  }
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` with their values. */
function expand(text: string, environment: Environment): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (_, plain?: string, braced?: string, otherwise = '') =>
      environment[plain ?? braced ?? ''] || otherwise,
  );
}
