const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'] as const;

/** How 12factor.net numbers a factor. */
export function roman({ number }: { readonly number: number }): string {
  return ROMAN[number - 1] ?? String(number);
}
