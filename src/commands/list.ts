import type { Catalog } from '../catalog/catalog.ts';
import { partsOfKind } from '../catalog/findParts.ts';
import type { Part } from '../catalog/part.ts';
import type { Terminal } from '../host/terminal.ts';

const KINDS = [
  ['stacks', 'stack'],
  ['services', 'service'],
  ['targets', 'target'],
] as const;

/** Shows what can be chosen: for people as columns, with `json` as one object. */
export function list(catalog: Catalog, json: boolean, terminal: Pick<Terminal, 'out'>): void {
  const kinds = KINDS.map(([title, kind]) => [title, partsOfKind(catalog, kind)] as const);
  if (json) {
    const entries = kinds.map(([title, parts]) => [title, parts.map(describe)]);
    terminal.out(JSON.stringify(Object.fromEntries(entries), null, 2));
    return;
  }
  const filled = kinds.filter(([, parts]) => parts.length > 0);
  terminal.out(filled.map(([title, parts]) => [title, ...parts.map(line)].join('\n')).join('\n\n'));
}

function describe({ name, label, summary, provides, language }: Part): object {
  const capabilities = Object.keys(provides ?? {});
  return {
    name,
    label,
    summary,
    ...(language ? { language } : {}),
    ...(capabilities.length > 0 ? { provides: capabilities } : {}),
  };
}

function line({ name, summary }: Part): string {
  return `  ${name.padEnd(12)} ${summary}`;
}
