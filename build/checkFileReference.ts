import { checkFileSchema } from '../src/check/app/checkFileSchema.ts';

/** The schema of twelve-factor.check.json as a document of its own, for editors. */
export function checkFileSchemaText(): string {
  return `${JSON.stringify(checkFileSchema, null, 2)}\n`;
}

/** The members of twelve-factor.check.json as a Markdown table. */
export function checkFileMembers(): string {
  const rows = Object.entries(checkFileSchema.properties)
    .filter(([name]) => name !== '$schema')
    .map(([name, { description }]) => `| \`${name}\` | ${description} |`);
  return ['| Member | Tells |', '| --- | --- |', ...rows].join('\n');
}
