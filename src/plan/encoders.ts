/**
 * What a template may do with a value: write it in the notation of the file that it stands in.
 * Each throws on `undefined`, since Handlebars is silent about a misspelt name in an argument.
 */
export const ENCODERS = {
  /** A JSON value, over several lines. */
  json: (value: unknown): string => JSON.stringify(value, null, 2),
  /** A JSON value on one line, with a blank after each comma. */
  inline: (value: unknown): string => inlineJson(value),
  /** A basic string of TOML. */
  toml: (value: unknown): string => JSON.stringify(String(value)).replaceAll('\u007f', '\\u007f'),
  /** A double-quoted scalar of YAML. */
  yaml: (value: unknown): string => JSON.stringify(value),
  /** Text of Markdown that must not act as markup. */
  md: (value: unknown): string => escapeMarkdown(String(value)),
  /** The texts of a list with `separator` between each two. */
  join: (values: unknown, separator: string): string =>
    (values as readonly string[]).join(separator),
} as const;

export type EncoderName = keyof typeof ENCODERS;

export const ENCODER_NAMES = Object.keys(ENCODERS) as readonly EncoderName[];

function inlineJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(', ')}]`;
  return JSON.stringify(value);
}

/** Backslashes whatever CommonMark could read as markup, and keeps the text on its line. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{[\]<&~$|]/g, '\\$&')
    .replace(/^[-+#>=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}
