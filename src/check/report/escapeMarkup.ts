import { UNPRINTABLE } from '../../errors.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What no XML document may hold, and what changes how the text beside it is read. Line ends stay. */
const UNFIT = new RegExp(
  `(?!\\n)[${UNPRINTABLE}]|[\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]`,
  'g',
);

/** Any text as text of XML and HTML, also inside a quoted attribute; what can't be shown is shown as its number. */
export function escapeMarkup(text: string): string {
  return text
    .replace(UNFIT, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
