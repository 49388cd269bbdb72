/** One row of the table: a ratio, a size or a count, with the most that we allow and what we aim at. */
export interface Figure {
  readonly label: string;
  readonly ratio?: number;
  readonly kb?: number;
  readonly count?: number;
  readonly must?: number;
  readonly goal?: number;
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(
    (figure) =>
      `| ${figure.label} | ${shown(figure)} | ${figure.must ?? ''} | ${figure.goal ?? ''} |`,
  );
  return ['| | measured | at most | goal |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function shown({ ratio, kb, count }: Figure): string {
  if (ratio !== undefined) return `${ratio.toFixed(2)} x`;
  return kb === undefined ? String(count) : `${Math.round(kb)} KB`;
}
