type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Whether two texts are JSON of one shape: the same members of the same types, whatever their values. */
export function haveSameShape(one: string, other: string): boolean {
  const [first, second] = [parse(one), parse(other)];
  return first !== undefined && second !== undefined && matches(first, second);
}

/** Nothing fits everything: a value may be there or not, and a list may be empty. */
function matches(one: Json, other: Json): boolean {
  if (one === null || other === null) return true;
  if (isList(one) || isList(other)) {
    if (!isList(one) || !isList(other)) return false;
    return matches(one[0] ?? null, other[0] ?? null);
  }
  if (typeof one !== 'object' || typeof other !== 'object') return typeof one === typeof other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && matches(one[name] ?? null, other[name] ?? null))
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
