import type { Catalog } from '../catalog/catalog.ts';
import { CHECK_OPTIONS } from './checkOptions.ts';
import { environmentName, isOffered, OPTION_KEYS, OPTIONS, SWITCHES } from './options.ts';

/** The reference of all options and switches, as Markdown tables. */
export function toReference(catalog: Catalog): string {
  const options = OPTION_KEYS.filter((key) => isOffered(key, catalog)).map((key) => {
    const flag = key === 'directory' ? '`[directory]`' : `\`--${key}\``;
    return `| ${flag} | \`${environmentName(key)}\` | \`${key}\` | ${cell(OPTIONS[key].description)} |`;
  });
  const switches = Object.values(SWITCHES).map(
    ({ flag, description }) => `| \`${flag}\` | ${cell(description)} |`,
  );
  return [
    '| Answer | In the environment | In the answers file | |',
    '| --- | --- | --- | --- |',
    ...options,
    '',
    '| Switch | |',
    '| --- | --- |',
    ...switches,
  ].join('\n');
}

/** The reference of what `check` can be told, as a Markdown table. */
export function toCheckReference(): string {
  const { noColor, debug } = SWITCHES;
  const rows = Object.values({ ...CHECK_OPTIONS, noColor, debug }).map(
    ({ flag, description }) => `| \`${flag}\` | ${cell(description)} |`,
  );
  return ['| Flag of `check` | |', '| --- | --- |', ...rows].join('\n');
}

function cell(text: string): string {
  return `${text.replaceAll('|', '\\|').replace(/<[^>]+>/g, '`$&`')}`;
}
