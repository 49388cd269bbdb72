import { basename } from 'node:path';

/** Programs that do nothing but build, whatever they are told. */
const BUILDERS =
  /^(?:gcc|g\+\+|cc|c\+\+|cc1(?:plus)?|clang(?:\+\+)?|ld|javac|kotlinc|scalac|rustc|tsc|webpack|rollup|make|cmake|ninja|mvn|mvnw|gradle|gradlew|sass|ghc)$/;

/** Programs that build or install when they are told so. */
const STEPS: readonly (readonly [program: RegExp, step: RegExp])[] = [
  [/^(?:npm|pnpm|yarn|bun)$/, /^(?:ci|i|install|add|up|update|upgrade|rebuild|dlx|exec)$/],
  [/^(?:npm|pnpm|yarn|bun)$/, /^(?:run )?(?:build|compile|bundle)\b/],
  [/^pip[\d.]*$/, /^(?:install|download|wheel)$/],
  [/^(?:uv|poetry|pipenv|pdm)$/, /^(?:sync|install|lock|add|update|build|pip)$/],
  [/^(?:bundle|gem|composer)$/, /^(?:install|update|require)$/],
  [/^go$/, /^(?:run|build|install|get|generate)$/],
  [/^cargo$/, /^(?:run|build|install|test)$/],
  [/^dotnet$/, /^(?:run|build|restore|publish)$/],
  [/^(?:vite|next|nuxt|astro|ng|parcel)$/, /^build$/],
  [/^(?:apt|apt-get|apk|dnf|yum|microdnf)$/, /^(?:install|add|update|upgrade)$/],
];

/** How Python's ctypes asks where a library is: nothing is built. */
const LIBRARY_LOOKUP = /^(?:gcc|cc|ld|collect2)\b.*(?: -Wl,-t| -t)\b|^objdump -p /;

/** Whether a command only looks for a library. */
export function isLibraryLookup(command: string): boolean {
  return LIBRARY_LOOKUP.test(command);
}

/** Whether a command, given as its words, compiles or installs something. */
export function isBuildStep(command: string): boolean {
  if (isLibraryLookup(command)) return false;
  const [program = '', ...words] = toolOf(command.split(' '));
  if (BUILDERS.test(program)) return true;
  const step = words.filter((word) => !word.startsWith('-')).join(' ');
  return STEPS.some(([tool, does]) => {
    const [first = ''] = step.split(' ');
    return tool.test(program) && (does.test(first) || does.test(step));
  });
}

/** The words without the interpreter of a script: `node /usr/bin/npm ci`, `python -m pip install`. */
function toolOf([program = '', first = '', ...more]: readonly string[]): readonly string[] {
  if (!/^(?:node|python[\d.]*|ruby|sh|bash|dash)$/.test(program)) return [program, first, ...more];
  if (first === '-m') return more;
  return [basename(first).replace(/(?:-cli)?\.[cm]?js$/, ''), ...more];
}
