import type { Catalog } from '../catalog/catalog.ts';
import { findPart } from '../catalog/findParts.ts';
import { servicesProblem, stackProblem } from '../catalog/fitServices.ts';
import type { AnswerFlags, Asked, Gathered } from './gathered.ts';
import { OPTION_KEYS } from './options.ts';
import { parseAnswer } from './parseAnswer.ts';
import { type Refusals, toQuestion } from './toQuestion.ts';

/**
 * Asks a person for what no layer has answered, and adds the answers.
 * @throws Cancelled when the person does not answer
 */
export async function askMissing(
  gathered: Gathered,
  directoryProblem: AnswerFlags['directoryProblem'],
  host: Asked,
  catalog: Catalog,
): Promise<void> {
  for (const key of OPTION_KEYS) {
    if (gathered.has(key)) continue;
    const question = toQuestion(key, catalog, {
      ...(key === 'directory' ? { text: directoryProblem } : {}),
      ...(key === 'services' ? refusedServices(gathered, catalog) : {}),
    });
    if (!question) continue;
    const raw = await host.terminal.ask(question);
    gathered.set(key, {
      value: parseAnswer(key, raw, `the answer to "${question.message}"`, catalog),
      source: 'prompt',
    });
  }
}

/** Which services the stack can't have, and which don't go together. */
function refusedServices(gathered: Gathered, catalog: Catalog): Refusals {
  const stack = findPart(catalog, 'stack', String(gathered.get('stack')?.value));
  if (!stack) return {};
  return {
    choice: (name) => {
      const service = findPart(catalog, 'service', name);
      return service && stackProblem(service, stack, catalog);
    },
    choices: (names) => servicesProblem(names, stack, catalog),
  };
}
