import Handlebars from 'handlebars';
import { ENCODER_NAMES } from '../plan/encoders.ts';
import type { CompiledTemplate } from './catalog.ts';

/** How every template is compiled: strict about names, no HTML escaping, no helpers but ours. */
const COMPILE_OPTIONS = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(ENCODER_NAMES.map((name) => [name, true])),
};

/** Whether rendering a template can give anything but its own text. */
export function hasExpressions(text: string): boolean {
  return text.includes('{{');
}

/** Compiles a template's text into the JavaScript source of its specification. */
export function templateSource(text: string): string {
  return Handlebars.precompile(text, COMPILE_OPTIONS as PrecompileOptions) as string;
}

/** Compiles a template's text for use in this process. */
export function compileTemplate(text: string): CompiledTemplate {
  if (!hasExpressions(text)) return text;
  return new Function(`return ${templateSource(text)}`)() as CompiledTemplate;
}

type PrecompileOptions = Parameters<typeof Handlebars.precompile>[1];
