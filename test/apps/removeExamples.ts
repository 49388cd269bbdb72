import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Deletes the examples of a project by what its README says, and nothing else; gives how many
 * files, lines and members that were.
 */
export function removeExamples(project: string): { files: number; lines: number; members: number } {
  const readme = readFileSync(join(project, 'README.md'), 'utf8');
  const section = /^## Examples$(.*?)^## /ms.exec(readme)?.[1] ?? '';
  const files = [...section.matchAll(/^- the file `(.+)`$/gm)];
  const lines = [...section.matchAll(/^- in `(.+)`, the lines with `(.+)`$/gm)];
  const members = [...section.matchAll(/^- in `(.+\.json)`, `([^`]+)`(?: of `(.+)`)?$/gm)];
  for (const [, path = ''] of files) rmSync(join(project, path));
  for (const [, path = '', name = ''] of lines) {
    edit(join(project, path), (text) =>
      text
        .split('\n')
        .filter((line) => !new RegExp(`\\b${name}\\b`).test(line))
        .join('\n'),
    );
  }
  for (const [, path = '', name = '', place = ''] of members) {
    edit(join(project, path), (text) => {
      const document = JSON.parse(text);
      const holder = place
        .split('.')
        .filter(Boolean)
        .reduce((value, key) => value[key], document);
      if (!removeMember(holder, name)) throw new Error(`${path} has no ${name} in ${place}`);
      return `${JSON.stringify(document, null, 2)}\n`;
    });
  }
  return { files: files.length, lines: lines.length, members: members.length };
}

/** Takes a member out of an object, or the entry with this name out of a list. */
function removeMember(holder: Record<string, unknown> | { name: string }[], name: string): boolean {
  if (!Array.isArray(holder)) return name in holder && delete holder[name];
  const index = holder.findIndex((entry) => entry.name === name);
  return index >= 0 && holder.splice(index, 1).length === 1;
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
