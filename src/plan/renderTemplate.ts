import Handlebars from 'handlebars/runtime';
import type { CompiledTemplate } from '../catalog/catalog.ts';
import { ENCODERS } from './encoders.ts';

type Encoder = (value: unknown, argument: unknown) => string;

/** An environment of our own: no helper but the encoders, no partials, no prototype access. */
const environment = Handlebars.create();
for (const [name, encode] of Object.entries(ENCODERS)) {
  environment.registerHelper(name, (value: unknown, argument: unknown) => {
    if (value === undefined) throw new Error(`"${name}" was given a name that does not exist`);
    return (encode as Encoder)(value, argument);
  });
}

/**
 * Renders one compiled template. Pure.
 * @throws Error naming the path, when the template asks for a name that `model` does not have.
 */
export function renderTemplate(template: CompiledTemplate, model: object, path: string): string {
  if (typeof template === 'string') return template;
  try {
    return environment.template(template as TemplateSpecification)(model);
  } catch (cause) {
    throw new Error(`the template of ${path} does not render: ${(cause as Error).message}`, {
      cause,
    });
  }
}
