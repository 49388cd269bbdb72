const NAME_LIMIT = 255;
const DOMAIN = /^[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*(?::[0-9]{1,5})?$/;
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Why Docker would refuse this as the name of an image, by its own grammar; undefined when it is fine. */
export function imageTagProblem(image: string): string | undefined {
  if (image === '') return 'is empty';
  if (image.includes('@')) return 'has a digest (@), which an image gets only by being built';
  const colon = image.indexOf(':', image.lastIndexOf('/') + 1);
  const name = colon === -1 ? image : image.slice(0, colon);
  if (colon !== -1 && !TAG.test(image.slice(colon + 1))) {
    return 'needs letters, digits, "_", "." or "-" after the ":", at most 128 of them';
  }
  if (name.length > NAME_LIMIT) return `has a name longer than ${NAME_LIMIT} characters`;
  const components = name.split('/');
  if (components.length > 1 && isDomain(components[0] ?? '')) components.shift();
  if (!components.every((component) => PATH.test(component))) {
    return 'needs lower-case letters and digits, with single separators ("-", ".", "_") between them';
  }
  if (/^[a-f0-9]{64}$/.test(name)) return 'looks like the id of an image';
  return undefined;
}

/** The first component is a host only if it has a dot or a port, or is localhost. */
function isDomain(component: string): boolean {
  return DOMAIN.test(component) && /[.:]|^localhost$/.test(component);
}
