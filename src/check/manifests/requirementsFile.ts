/** One requirement of a requirements file of pip. */
export interface PipRequirement {
  /** Normalised: lower case, `-` for `_` and `.`. */
  readonly name: string;
  /** Whether one version alone fits it. */
  readonly exact: boolean;
  readonly hashed: boolean;
}

/** The requirements of a requirements file; options, other files and the project itself are left out. */
export function readRequirements(text: string): PipRequirement[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    const words = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (words === '' || /^-|^\.|^file:/.test(words)) return [];
    return [readRequirement(words)];
  });
}

function readRequirement(words: string): PipRequirement {
  const [, name = ''] = /^([A-Za-z0-9][\w.-]*)/.exec(words) ?? [];
  const exact = /^[\w.-]+\s*(?:\[[^\]]*\])?\s*={2,3}\s*[^\s*;,]+\s*(?:;|--|$)/.test(words);
  const commit = /@[0-9a-f]{40}\b/.test(words);
  return {
    name: normalised(name),
    exact: exact || commit,
    hashed: /\s--hash=\w+:[0-9a-f]+/.test(words) || commit,
  };
}

/** A name as the Python Package Index compares it (PEP 503). */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
