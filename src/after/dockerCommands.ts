import type { MadeProject } from './madeProject.ts';

/**
 * The arguments of `docker build`, run in the project's directory. Labels, which win over those of
 * the Dockerfile, tell what is built: they need nothing of it.
 * @param revision the commit that is built, if there is one
 */
export function buildArguments(
  project: Pick<MadeProject, 'name' | 'image'>,
  revision: string | undefined,
): string[] {
  const facts = { revision, title: project.name, version: versionOf(project.image) };
  const labels = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => ['--label', `org.opencontainers.image.${name}=${value}`]);
  return ['build', '--tag', project.image, ...labels, '.'];
}

/** The tag's own part of an image's name. */
function versionOf(image: string): string {
  return /:([^/:]+)$/.exec(image)?.[1] ?? 'latest';
}

/** One instance, as it is asked for. */
export interface Instance extends Pick<MadeProject, 'image' | 'port' | 'memory' | 'environment'> {
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
  return [
    'run',
    ...instance.as,
    ...HARDENED,
    '--memory',
    instance.memory,
    ...environment,
    instance.image,
  ];
}

const HARDENED = [
  '--read-only',
  ['--tmpfs', '/tmp'],
  ['--cap-drop', 'ALL'],
  ['--user', '10001:10001'],
  ['--security-opt', 'no-new-privileges'],
  ['--pids-limit', '100'],
].flat();
