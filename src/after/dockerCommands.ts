import type { MadeProject } from './madeProject.ts';

/** What is known of a build when it starts. */
export interface BuildFacts {
  /** The commit that is built, if there is one. */
  readonly revision: string | undefined;
  /** The build arguments that the Dockerfile declares. */
  readonly declared: ReadonlySet<string>;
}

/** The arguments of `docker build`, run in the project's directory. */
export function buildArguments(
  project: Pick<MadeProject, 'name' | 'image'>,
  facts: BuildFacts,
): string[] {
  const version = versionOf(project.image);
  const buildArguments = Object.entries({ REVISION: facts.revision, VERSION: version })
    .filter(([name, value]) => value !== undefined && facts.declared.has(name))
    .flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const labels = Object.entries({ revision: facts.revision, title: project.name, version })
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => ['--label', `org.opencontainers.image.${name}=${value}`]);
  return ['build', '--tag', project.image, ...buildArguments, ...labels, '.'];
}

/** The tag's own part of an image's name. */
function versionOf(image: string): string {
  return /:([^/:]+)$/.exec(image)?.[1] ?? 'latest';
}

/** One instance, as it is asked for. */
export interface Instance extends Pick<MadeProject, 'image' | 'port' | 'environment'> {
  /** Arguments before the image: how it is named, published and run. */
  readonly as: readonly string[];
}

/**
 * The arguments of `docker run` in the hardened form: nothing is writable but /tmp, no privilege, a
 * numeric user, bounded memory and processes.
 */
export function runArguments(instance: Instance): string[] {
  const environment = instance.environment
    .filter(({ value }) => value !== '')
    .flatMap(({ name, value }) => ['--env', `${name}=${value}`]);
  return ['run', ...instance.as, ...HARDENED, ...environment, instance.image];
}

const HARDENED = [
  '--read-only',
  ['--tmpfs', '/tmp'],
  ['--cap-drop', 'ALL'],
  ['--user', '10001'],
  ['--security-opt', 'no-new-privileges'],
  ['--memory', '128m'],
  ['--pids-limit', '100'],
].flat();
