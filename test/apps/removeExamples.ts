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
  const members = [...section.matchAll(/^- in `openapi\.json`, `(.+)` of `(.+)`$/gm)];
  for (const [, path = ''] of files) rmSync(join(project, path));
  for (const [, path = '', name = ''] of lines) {
    edit(join(project, path), (text) =>
      text
        .split('\n')
        .filter((line) => !new RegExp(`\\b${name}\\b`).test(line))
        .join('\n'),
    );
  }
  edit(join(project, 'openapi.json'), (text) => {
    const document = JSON.parse(text);
    for (const [, name = '', place = ''] of members) {
      const holder = place.split('.').reduce((value, key) => value[key], document);
      if (!(name in holder)) throw new Error(`openapi.json has no ${name} in ${place}`);
      delete holder[name];
    }
    return `${JSON.stringify(document, null, 2)}\n`;
  });
  return { files: files.length, lines: lines.length, members: members.length };
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
