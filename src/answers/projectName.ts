/** The rule that one name must meet to serve as image, container, host, package and module name. */
export const NAME_RULE =
  'a name begins with a-z, holds only a-z, 0-9 and single "-", ends in a letter or digit, and has at most 63 characters';

/** Names that Windows gives to devices: a directory of such a name can't be checked out there. */
const DEVICE = '(con|prn|aux|nul|com[0-9]|lpt[0-9])$';
const DEVICES = new RegExp(`^${DEVICE}`);

/** The same rule for a JSON Schema. */
export const NAME_SHAPE = {
  pattern: `^(?!${DEVICE})[a-z][a-z0-9]*(-[a-z0-9]+)*$`,
  maxLength: 63,
};

/** Not a literal: V8 would look it up among all of Unicode in every run that loads this file. */
const MARK = '\\p{Mark}';

/** Why a text is no name for a project, if it is none. */
export function nameProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 63) return NAME_RULE;
  return DEVICES.test(name) ? 'Windows keeps this name for a device' : undefined;
}

/** The nearest name to a text, e.g. of a directory; undefined when nothing of it can be kept. */
export function nearestName(text: string): string | undefined {
  if (nameProblem(text) === undefined) return text;
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(new RegExp(MARK, 'gu'), '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (slug === '') return undefined;
  const name = /^[a-z]/.test(slug) ? slug : `app-${slug}`;
  const short = name.slice(0, 63).replace(/-$/, '');
  return DEVICES.test(short) ? `${short}-app` : short;
}
