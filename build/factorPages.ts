import type { Level } from '../src/check/depth.ts';
import { siteOf } from '../src/check/report/pageOf.ts';
import type { Factor, Requirement } from '../src/check/requirement.ts';
import { replacePassage } from './document.ts';

const LEVELS: Readonly<Record<Level, string>> = {
  static: 'by reading files',
  run: 'by running it',
  image: 'by running its image, with `--image`',
};

/** The page of a factor in docs/factors/, with what the factor itself states made anew. */
export function renewFactorPage(page: string, factor: Factor): string {
  return factor.requirements.reduce(
    (text, requirement) => replacePassage(text, requirement.id, statement(requirement)),
    replacePassage(page, 'promise', promise(factor)),
  );
}

/** The ids of the requirements that a page speaks of, each with what a person wrote about it. */
export function proseOf(page: string): ReadonlyMap<string, string> {
  const sections = page.matchAll(/<!-- \/(\S+\.\S+) -->\n([\s\S]*?)(?=<!-- |$)/g);
  return new Map([...sections].map(([, id = '', prose = '']) => [id, prose.trim()]));
}

function promise(factor: Factor): string {
  return `\n${factor.promise} [What the method says](${siteOf(factor)}); [how it is checked](../check.md).\n`;
}

function statement({ id, title, level, expected, remedy }: Requirement): string {
  return `
<a id="${id}"></a>

## ${title}

\`${id}\`, ${LEVELS[level]}.

- Expected: ${expected}.
- To mend it: ${remedy}
`;
}
