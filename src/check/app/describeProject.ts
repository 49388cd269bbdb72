import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFault } from '../harness/projectFault.ts';
import { type ComposeService, readComposeFile } from '../harness/readCompose.ts';
import { type CheckedProject, readProject } from '../harness/readProject.ts';
import { readShellProcfile } from '../harness/readShellProcfile.ts';
import { shellCommand } from '../harness/shellCommand.ts';
import { splitCommand } from '../harness/splitCommand.ts';
import type { CheckFile } from './checkFile.ts';

/** A command that may be that of `web`, or why what is there can't be taken for it. */
type Candidate = { readonly argv: readonly string[] } | { readonly reason: string };

/**
 * What a project says of itself, whoever made it. Its process types are those that the check file
 * tells, and those of the Procfile, read as platforms do. One without a `web` has the one that its
 * image, compose file or package.json starts, where that can be run here.
 * @throws UserError exit 2 when a file of it can't be read, naming it
 */
export function describeProject(directory: string, told: CheckFile): CheckedProject {
  const project = readProject(directory, readShellProcfile);
  const processes = [
    ...project.processes.filter(({ name }) => told.processes?.[name] === undefined),
    ...Object.entries(told.processes ?? {}).map(([name, command]) => ({
      name,
      argv: shellCommand(command),
    })),
  ];
  if (processes.some(({ name }) => name === 'web')) return { ...project, processes };
  const candidates = [ofImage(project), ofCompose(directory), ofPackage(directory)];
  const known = candidates.filter((candidate) => candidate !== undefined);
  const found = known.find((candidate) => 'argv' in candidate);
  if (found === undefined) return { ...project, processes, withoutWeb: why(known) };
  return { ...project, processes: [{ name: 'web', argv: found.argv }, ...processes] };
}

function why(candidates: readonly Candidate[]): string {
  const reasons = candidates.flatMap((candidate) =>
    'reason' in candidate ? [candidate.reason] : [],
  );
  const nowhere = 'no Procfile, Dockerfile, compose file or package.json tells what web runs';
  return reasons.length > 0 ? reasons.join('; ') : nowhere;
}

function ofImage({ image, directory }: CheckedProject): Candidate | undefined {
  if (image === undefined) return undefined;
  const [line = ''] = image.argv;
  const argv = image.form === 'shell' ? shellCommand(line) : image.argv;
  return unlessElsewhere('the command of the Dockerfile', argv, directory);
}

/** The service that is called web or app, else the only one that is built and has ports. */
function ofCompose(directory: string): Candidate | undefined {
  const file = readFile('compose.yaml', () => readComposeFile(directory));
  const services = file?.services ?? [];
  const open = services.filter(({ builds, hasPorts }) => builds && hasPorts);
  const [only, ...others] = open;
  const service =
    services.find(({ name }) => name === 'web') ??
    services.find(({ name }) => name === 'app') ??
    (others.length === 0 ? only : undefined);
  if (file === undefined || service === undefined) return undefined;
  const words = commandOf(service);
  if (words.length === 0) return undefined;
  const from = `the service ${service.name} of ${file.name}`;
  if (words.some((word) => /(?:^|[^$])\$[^$]/.test(word)))
    return { reason: `the command of ${from} holds variables that compose fills in` };
  const argv = words.map((word) => word.replaceAll('$$', '$'));
  return unlessElsewhere(from, argv, directory);
}

function commandOf({ entrypoint, command }: ComposeService): readonly string[] {
  return [entrypoint, command].flatMap((part) => {
    if (typeof part !== 'string') return part ?? [];
    try {
      return splitCommand(part.replaceAll('$', '\\$'));
    } catch {
      return shellCommand(part);
    }
  });
}

function ofPackage(directory: string): Candidate | undefined {
  const path = join(directory, 'package.json');
  if (!existsSync(path)) return undefined;
  const { scripts } = readFile('package.json', () => JSON.parse(readFileSync(path, 'utf8'))) as {
    readonly scripts?: Readonly<Record<string, string>>;
  };
  if (scripts?.start === undefined) return undefined;
  return { argv: ['npm', 'start'] };
}

/** An image has files and programs that this machine need not have: such a command says nothing here. */
function unlessElsewhere(from: string, argv: readonly string[], directory: string): Candidate {
  const missing = argv
    .flatMap((word) => word.match(/(?:^|(?<=[\s=]))\/[\w./-]+/g) ?? [])
    .concat(argv[0]?.startsWith('.') ? join(directory, argv[0]) : [])
    .find((path) => !existsSync(path));
  return missing === undefined
    ? { argv }
    : { reason: `${from} needs ${missing.replace(directory, '.')}, which is not there` };
}

function readFile<Told>(name: string, read: () => Told): Told {
  try {
    return read();
  } catch (error) {
    throw projectFault(name, error);
  }
}
