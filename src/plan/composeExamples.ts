import type { OpenApiContribution, RelativePath } from '../catalog/contribution.ts';
import type { Part, PartId } from '../catalog/part.ts';
import type { Example } from './project.ts';

/** Where the document of openapi.json has what a part contributes. */
const PLACES: readonly (readonly [keyof OpenApiContribution, string])[] = [
  ['paths', 'paths'],
  ['schemas', 'components.schemas'],
  ['responses', 'components.responses'],
  ['parameters', 'components.parameters'],
  ['headers', 'components.headers'],
];

/** What each example consists of, so that whoever deletes it finds all of it: one a capability. */
export function composeExamples(
  parts: readonly Part[],
  filesOf: (part: PartId) => readonly RelativePath[],
): readonly Example[] {
  const seams = new Map(
    parts.flatMap(({ contributes }) =>
      (contributes.seams ?? []).map(({ name, file }) => [name, file] as const),
    ),
  );
  return parts
    .filter(({ kind }) => kind === 'capability')
    .map((capability) => {
      const examples = parts.filter(
        ({ id, kind }) => kind === 'example' && id.startsWith(`${capability.id}/`),
      );
      return {
        title: examples[0]?.label ?? capability.label,
        summary: examples[0]?.summary ?? capability.summary,
        files: examples.flatMap(({ id }) => filesOf(id)).sort(),
        lines: examples
          .flatMap(({ contributes }) => contributes.modules ?? [])
          .map(({ seam, name }) => ({ file: seams.get(seam) ?? '', name })),
        members: examples.flatMap(({ contributes }) => [
          ...PLACES.flatMap(([key, of]) =>
            Object.keys(contributes.openapi?.[key] ?? {}).map((name) => ({
              file: 'openapi.json',
              name,
              of,
            })),
          ),
          ...(contributes.check?.state ?? []).map(({ name }) => checkMember(name, 'state')),
          ...(contributes.check?.jobs === undefined ? [] : [checkMember('jobs')]),
        ]),
      };
    });
}

/** A member of the check file: of a list in it, or of the document itself. */
function checkMember(name: string, of = ''): Example['members'][number] {
  return { file: 'twelve-factor.check.json', name, of };
}
