import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRecord, readYaml } from './readYaml.ts';

/** One service of a compose file, as far as it says how an app runs and what it runs with. */
export interface ComposeService {
  readonly name: string;
  /** Undefined when it is only built. */
  readonly image: string | undefined;
  readonly builds: boolean;
  /** A text is split into words, not run by a shell; undefined is that of the image. */
  readonly command: string | readonly string[] | undefined;
  readonly entrypoint: string | readonly string[] | undefined;
  /** Values as written, `${NAME}` included; undefined when the shell's own value is passed on. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Whether it publishes a port. */
  readonly hasPorts: boolean;
  /** Whether more variables come from files that the project may not have. */
  readonly hasEnvFile: boolean;
}

/** A compose file of a project. */
export interface ComposeFile {
  readonly name: string;
  readonly services: readonly ComposeService[];
}

/** The names that Docker Compose looks for, in its order. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The compose file of a project, or undefined. Throws, naming the file, when it can't be read. */
export function readComposeFile(directory: string): ComposeFile | undefined {
  const name = NAMES.find((candidate) => existsSync(join(directory, candidate)));
  if (name === undefined) return undefined;
  try {
    return { name, services: readCompose(readFileSync(join(directory, name), 'utf8')) };
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`);
  }
}

/** The services of a compose file; anchors and merge keys are resolved. Throws on broken YAML. */
export function readCompose(text: string): ComposeService[] {
  const [file] = readYaml(text);
  return Object.entries(asRecord(asRecord(file).services)).map(([name, value]) =>
    readService(name, asRecord(value)),
  );
}

function readService(name: string, service: Readonly<Record<string, unknown>>): ComposeService {
  return {
    name,
    image: asText(service.image),
    builds: service.build !== undefined,
    command: asCommand(service.command),
    entrypoint: asCommand(service.entrypoint),
    environment: readEnvironment(service.environment),
    hasPorts: Array.isArray(service.ports) && service.ports.length > 0,
    hasEnvFile: service.env_file !== undefined,
  };
}

/** A mapping, or a list of `NAME=value` and `NAME`. */
function readEnvironment(environment: unknown): Map<string, string | undefined> {
  if (!Array.isArray(environment)) {
    const entries = Object.entries(asRecord(environment));
    return new Map(entries.map(([name, value]) => [name, asText(value)]));
  }
  return new Map(
    environment.map((entry) => {
      const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(String(entry)) ?? [];
      return [name, value];
    }),
  );
}

function asCommand(value: unknown): string | string[] | undefined {
  return Array.isArray(value) ? value.map(String) : asText(value);
}

function asText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
