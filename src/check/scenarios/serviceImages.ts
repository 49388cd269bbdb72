import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readComposeFile } from '../harness/readCompose.ts';
import { asRecord, readYaml } from '../harness/readYaml.ts';

/** An image that a file of the project names for a service. */
export interface ServiceImage {
  readonly file: string;
  /** Without the registry, `library/` and the tag. */
  readonly name: string;
  /** `latest` when none is given. */
  readonly tag: string;
}

const WORKFLOWS = '.github/workflows';
/** Where manifests of Kubernetes usually are. */
const MANIFESTS = ['k8s', 'kubernetes', 'manifests', 'deploy', 'deployment'];

/** The images of services that compose file, workflows and manifests name; what is built is none. */
export function serviceImages(directory: string): readonly ServiceImage[] {
  const compose = readComposeFile(directory);
  const composed = (compose?.services ?? [])
    .filter(({ builds }) => !builds)
    .flatMap(({ image }) => toImage(compose?.name ?? '', image));
  const jobs = yamlFiles(directory, WORKFLOWS).flatMap(({ file, documents }) =>
    documents.flatMap(jobImages).flatMap((image) => toImage(file, image)),
  );
  const manifests = MANIFESTS.flatMap((folder) => yamlFiles(directory, folder)).flatMap(
    ({ file, documents }) =>
      documents.flatMap(containerImages).flatMap((image) => toImage(file, image)),
  );
  return [...composed, ...jobs, ...manifests];
}

/** Whether two tags can be of one version: 17 and 17.2-alpine, but not 17 and 16. */
export function isSameVersion(one: string, other: string): boolean {
  const [first, second] = [one, other].map((tag) =>
    /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.'),
  );
  if (first === undefined || second === undefined) return one === other;
  const common = Math.min(first.length, second.length);
  return first.slice(0, common).join('.') === second.slice(0, common).join('.');
}

/** `jobs.*.services.*` of a workflow of GitHub: an image, or a mapping with one. */
function jobImages(workflow: unknown): readonly unknown[] {
  return Object.values(asRecord(asRecord(workflow).jobs)).flatMap((job) =>
    Object.values(asRecord(asRecord(job).services)).map((service) =>
      typeof service === 'string' ? service : asRecord(service).image,
    ),
  );
}

/** The image of every container of a manifest, however deep. */
function containerImages(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(containerImages);
  const { containers, ...others } = asRecord(value);
  const own = Array.isArray(containers) ? containers.map((one) => asRecord(one).image) : [];
  return [...own, ...Object.values(others).flatMap(containerImages)];
}

function yamlFiles(
  directory: string,
  folder: string,
): readonly { readonly file: string; readonly documents: readonly unknown[] }[] {
  const path = join(directory, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({
      file: join(folder, name),
      documents: readOrNothing(readFileSync(join(path, name), 'utf8')),
    }));
}

/** Templates of manifests are no YAML. */
function readOrNothing(text: string): readonly unknown[] {
  try {
    return readYaml(text);
  } catch {
    return [];
  }
}

/** Nothing for an image that only another file could tell, such as `postgres:${VERSION}`. */
function toImage(file: string, image: unknown): readonly ServiceImage[] {
  if (typeof image !== 'string') return [];
  const filled = image.replace(/\$\{\w+:?-([^}]*)\}/g, '$1').replace(/@sha256:.*$/, '');
  const [, path = '', tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(filled) ?? [];
  if (path === '' || filled.includes('$')) return [];
  const name = path.replace(/^(?:[^/]*[.:][^/]*\/|localhost\/)/, '').replace(/^library\//, '');
  return [{ file, name, tag }];
}
