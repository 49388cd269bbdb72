/** The places in documents that are generated: each between two markers, with the command that renews it. */
export function replacePassage(document: string, id: string, text: string): string {
  const start = document.indexOf(`<!-- ${id}: `);
  const end = document.indexOf(`<!-- /${id} -->`);
  if (start < 0 || end < start) throw new Error(`The document has no place for "${id}".`);
  const first = document.indexOf('-->', start) + '-->'.length;
  return `${document.slice(0, first)}\n${text}\n${document.slice(end)}`;
}
