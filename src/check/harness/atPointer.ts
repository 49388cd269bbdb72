/** What a JSON pointer (RFC 6901) leads to in a value, or undefined when there is nothing. */
export function atPointer(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>((inside, name) => {
    if (typeof inside !== 'object' || inside === null) return undefined;
    return (inside as Record<string, unknown>)[name.replaceAll('~1', '/').replaceAll('~0', '~')];
  }, value);
}
