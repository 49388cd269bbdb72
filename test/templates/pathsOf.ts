import Handlebars from 'handlebars';

/** Where each name ends that a template speaks, as offsets into its text. */
export function nameEnds(text: string): readonly number[] {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const ends = new Set<number>();
  const visitor = new Handlebars.Visitor();
  visitor.PathExpression = ({ loc: { end } }) => {
    ends.add((lineStarts[end.line - 1] ?? 0) + end.column);
  };
  visitor.accept(Handlebars.parse(text));
  return [...ends];
}
