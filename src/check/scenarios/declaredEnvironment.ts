import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type ComposeFile, type ComposeService, readComposeFile } from '../harness/readCompose.ts';
import type { EnvVariable } from '../harness/readEnvSchema.ts';
import { NotChecked } from '../verdict.ts';

/** Where the places that tell of the environment disagree. */
export interface Declarations {
  /** The files that were compared. */
  readonly files: readonly string[];
  /** A sentence for each disagreement. */
  readonly faults: readonly string[];
}

/** Names that belong to the runtime or the platform, not to the app. */
const OF_THE_PLATFORM =
  /^(PATH|HOME|TZ|LANG|LC_\w+|NODE_\w+|NPM_\w+|PYTHON\w+|PIP_\w+|JAVA_\w+|JDK_\w+|GO\w+|RUST_\w+|RUBY\w+|OTEL_\w+)$/;
const EXAMPLE = '.env.example';
/** What a URL of a service of the machine itself names. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', 'host.docker.internal'];

/**
 * Compares env.schema.json with `.env.example` and the compose file.
 * @throws NotChecked when there is no schema, or nothing to compare it with
 */
export function declaredEnvironment(app: ExaminedApp): Declarations {
  const { directory, variables } = app.project;
  if (variables.length === 0) throw new NotChecked('no env.schema.json declares the environment');
  const example = readExampleNames(directory);
  const compose = readComposeFile(directory);
  const files = [...(example === undefined ? [] : [EXAMPLE]), ...(compose ? [compose.name] : [])];
  if (files.length === 0) {
    throw new NotChecked(`there is neither ${EXAMPLE} nor a compose file to compare with`);
  }
  return {
    files: ['env.schema.json', ...files],
    faults: [
      ...(example === undefined ? [] : exampleFaults(variables, example)),
      ...(compose === undefined ? [] : composeFaults(variables, compose)),
    ],
  };
}

/** The names that are there with a value, without one, or as a comment. */
function readExampleNames(directory: string): string[] | undefined {
  const path = join(directory, EXAMPLE);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').matchAll(/^#?[ \t]*(?:export )?([A-Z_][A-Z0-9_]*)=/gm);
  return [...lines].map(([, name = '']) => name);
}

function exampleFaults(variables: readonly EnvVariable[], names: readonly string[]): string[] {
  const missing = variables.filter(({ name, required }) => required && !names.includes(name));
  return [
    ...missing.map(({ name }) => `${EXAMPLE} lacks ${name}, which is required`),
    ...unknownTo(variables, names).map((name) => `${EXAMPLE} has ${name}, which no schema knows`),
  ];
}

function composeFaults(variables: readonly EnvVariable[], compose: ComposeFile): string[] {
  return compose.services
    .filter((service) => runsTheApp(service, compose))
    .flatMap((service) => {
      const where = `${compose.name} (${service.name})`;
      return [
        ...missingIn(service, variables).map((name) => `${where} lacks ${name}`),
        ...unknownTo(variables, [...service.environment.keys()]).map(
          (name) => `${where} has ${name}, which no schema knows`,
        ),
        ...literalSecrets(service, variables, compose).map(
          (name) => `${where} holds a value of the secret ${name}`,
        ),
      ];
    });
}

/** Whether a service is built from the project, or runs an image that is. */
function runsTheApp({ builds, image }: ComposeService, { services }: ComposeFile): boolean {
  return builds || services.some((other) => other.builds && image && other.image === image);
}

function missingIn(service: ComposeService, variables: readonly EnvVariable[]): string[] {
  if (service.hasEnvFile) return [];
  const given = service.environment;
  return variables
    .filter(({ required, processes }) => required && (processes?.includes(service.name) ?? true))
    .map(({ name }) => name)
    .filter((name) => !given.has(name) && !given.has(`${name}_FILE`));
}

function unknownTo(variables: readonly EnvVariable[], names: readonly string[]): string[] {
  const known = new Set(
    variables.flatMap(({ name, file }) => (file ? [name, `${name}_FILE`] : [name])),
  );
  return names.filter((name) => !known.has(name) && !OF_THE_PLATFORM.test(name));
}

/** Secrets that are spelt out, but for those that only open compose's own services. */
function literalSecrets(
  service: ComposeService,
  variables: readonly EnvVariable[],
  compose: ComposeFile,
): string[] {
  return variables
    .filter(({ secret }) => secret)
    .map(({ name }) => ({ name, value: literalOf(service.environment.get(name) ?? '') }))
    .filter(({ value }) => value !== '')
    .filter(({ value }) => !isLocalUrl(value, compose) && !opensOwnService(value, compose))
    .map(({ name }) => name);
}

/** What a value is when the shell has none: nothing for `${NAME}`, the default for `${NAME:-default}`. */
function literalOf(value: string): string {
  const [reference, fallback = ''] = /^\$(?:\w+|\{\w+(?::?[-?+]?([^}]*))?\})$/.exec(value) ?? [];
  if (reference === undefined) return value;
  return /^\$\{\w+:?-/.test(reference) ? fallback : '';
}

function isLocalUrl(value: string, { services }: ComposeFile): boolean {
  const [, host] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/.exec(value) ?? [];
  return host !== undefined && [...services.map(({ name }) => name), ...LOOPBACK].includes(host);
}

/** Whether a service that is not the app's is given the same value: a local credential. */
function opensOwnService(value: string, compose: ComposeFile): boolean {
  return compose.services.some(
    (service) => !runsTheApp(service, compose) && [...service.environment.values()].includes(value),
  );
}
