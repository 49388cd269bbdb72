import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFault } from './projectFault.ts';
import { type ImageCommand, readDockerfile } from './readDockerfile.ts';
import { type EnvVariable, readEnvSchema } from './readEnvSchema.ts';
import { type ProcessType, readProcfile } from './readProcfile.ts';

/** What a project says about itself through public conventions, whoever made it. */
export interface CheckedProject {
  /** Absolute path of the project's folder. */
  readonly directory: string;
  readonly processes: readonly ProcessType[];
  /** Why it has no process `web`, where that is known. */
  readonly withoutWeb?: string | undefined;
  readonly variables: readonly EnvVariable[];
  /** The values of `.env.example`, by name; empty ones are left out. */
  readonly examples: ReadonlyMap<string, string>;
  readonly image: ImageCommand | undefined;
}

/**
 * Reads Procfile, env.schema.json, .env.example and Dockerfile of `directory`; what is missing is
 * empty or undefined.
 * @param readTypes how strictly the Procfile is read; default is as the contract demands
 * @throws UserError exit 2 when one that is there can't be read, naming it
 */
export function readProject(
  directory: string,
  readTypes: (text: string) => readonly ProcessType[] = readProcfile,
): CheckedProject {
  return {
    directory,
    processes: readFrom(directory, 'Procfile', readTypes) ?? [],
    variables: readFrom(directory, 'env.schema.json', readEnvSchema) ?? [],
    examples: readFrom(directory, '.env.example', readExamples) ?? new Map(),
    image: readFrom(directory, 'Dockerfile', readDockerfile),
  };
}

/** The argv of one process type; throws when the Procfile has none of that name. */
export function processArgv(project: CheckedProject, name: string): readonly string[] {
  const type = project.processes.find((candidate) => candidate.name === name);
  if (type === undefined) throw new Error(`the Procfile has no '${name}'`);
  return type.argv;
}

function readFrom<Told>(
  directory: string,
  name: string,
  read: (text: string) => Told,
): Told | undefined {
  const path = join(directory, name);
  if (!existsSync(path)) return undefined;
  try {
    return read(readFileSync(path, 'utf8'));
  } catch (error) {
    throw projectFault(name, error);
  }
}

function readExamples(text: string): Map<string, string> {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, unquote(value)] as const];
  });
  return new Map(pairs);
}

function unquote(value: string): string {
  const [, , inside] = /^(["'])(.*)\1$/.exec(value.trim()) ?? [];
  return inside ?? value.trim();
}
