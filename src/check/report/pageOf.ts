import type { Factor, Requirement } from '../requirement.ts';

/** The page that explains a factor, in the documents of this program. */
export function pageOfFactor({ number, slug }: Factor): string {
  return `docs/factors/${String(number).padStart(2, '0')}-${slug}.md`;
}

/** Where that page explains a requirement. */
export function pageOf(factor: Factor, { id }: Requirement): string {
  return `${pageOfFactor(factor)}#${id}`;
}

/** What the method itself says about a factor. */
export function siteOf({ slug }: Factor): string {
  return `https://12factor.net/${slug === 'parity' ? 'dev-prod-parity' : slug}`;
}
