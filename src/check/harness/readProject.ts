import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImageCommand, readDockerfile } from './readDockerfile.ts';
import { type EnvVariable, readEnvSchema } from './readEnvSchema.ts';
import { type ProcessType, readProcfile } from './readProcfile.ts';

/** What a project says about itself through public conventions, whoever made it. */
export interface CheckedProject {
  /** Absolute path of the project's folder. */
  readonly directory: string;
  readonly processes: readonly ProcessType[];
  readonly variables: readonly EnvVariable[];
  /** The values of `.env.example`, by name; empty ones are left out. */
  readonly examples: ReadonlyMap<string, string>;
  readonly image: ImageCommand | undefined;
}

/**
 * Reads Procfile, env.schema.json, .env.example and Dockerfile of `directory`; what is missing is
 * empty or undefined. Throws when one that is there can't be read, naming it.
 */
export function readProject(directory: string): CheckedProject {
  const dockerfile = readIfThere(directory, 'Dockerfile');
  const schema = readIfThere(directory, 'env.schema.json');
  return {
    directory,
    processes: readProcfile(readIfThere(directory, 'Procfile') ?? ''),
    variables: schema === undefined ? [] : readEnvSchema(schema),
    examples: readExamples(readIfThere(directory, '.env.example') ?? ''),
    image: dockerfile === undefined ? undefined : readDockerfile(dockerfile),
  };
}

/** The argv of one process type; throws when the Procfile has none of that name. */
export function processArgv(project: CheckedProject, name: string): readonly string[] {
  const type = project.processes.find((candidate) => candidate.name === name);
  if (type === undefined) throw new Error(`the Procfile has no '${name}'`);
  return type.argv;
}

function readIfThere(directory: string, name: string): string | undefined {
  const path = join(directory, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
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
