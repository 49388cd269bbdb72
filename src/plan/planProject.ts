import type { Answers } from '../answers/options.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { RelativePath } from '../catalog/contribution.ts';
import type { Part, PartId } from '../catalog/part.ts';
import { composeProject } from './composeProject.ts';
import type { Plan, PlannedFile } from './plan.ts';
import type { Project } from './project.ts';
import { renderTemplate } from './renderTemplate.ts';
import { selectParts } from './selectParts.ts';

/** The parts that answers select, and the model that they compose. */
export interface Composition {
  readonly parts: readonly Part[];
  readonly project: Project;
}

/**
 * What a project with these answers consists of, whole and in memory. Pure, synchronous and
 * deterministic: the same answers and catalog give the same bytes on every machine.
 * @throws UserError exit 2 when the parts that were chosen do not go together
 */
export function planProject(answers: Answers, catalog: Catalog): Plan {
  return renderPlan(composeParts(answers, catalog), catalog);
}

/** Selects the parts and composes their model: the first half of `planProject`. */
export function composeParts(answers: Answers, catalog: Catalog): Composition {
  const parts = selectParts(answers, catalog);
  const language = parts.find((part) => part.kind === 'language');
  const graph = language ? catalog.lockGraphOf(language.id) : {};
  const filesOf = (part: PartId) => [...catalog.templatesOf(part).keys()];
  return { parts, project: composeProject(answers, parts, graph, filesOf) };
}

/** Renders every template of the parts: the second half of `planProject`. */
export function renderPlan({ parts, project }: Composition, catalog: Catalog): Plan {
  const executable = new Set(parts.flatMap((part) => part.contributes.executable ?? []));
  const files = new Map<RelativePath, PlannedFile>();
  for (const part of parts) {
    for (const [path, template] of catalog.templatesOf(part.id)) {
      const owner = files.get(path)?.from;
      if (owner) throw new Error(`${owner} and ${part.id} both render ${path}`);
      const text = renderTemplate(template, project, path);
      // A template that has nothing to say about this project makes no file.
      if (text === '') continue;
      files.set(path, { text, executable: executable.has(path), from: part.id });
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
