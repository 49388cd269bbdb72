import { basename } from 'node:path';
import type { SeenProgram } from '../harness/watchPrograms.ts';

/** What differs from run to run, or is set by shells and package managers, and is no config. */
const NO_CONFIG =
  /^(PORT|PATH|PWD|OLDPWD|SHLVL|_|NODE|INIT_CWD|COLOR|EDITOR|npm_\w+|CHECK_RUN_ID)$/;

/**
 * A sentence for each way in which the programs of an admin task differ from web's. Only those of the
 * same runtime are compared: a shell or another tool around them has an environment of its own.
 */
export function environmentFaults(
  task: string,
  programs: readonly SeenProgram[],
  web: readonly SeenProgram[],
): string[] {
  const faults = programs.flatMap((program) => {
    const like = web.filter((one) => runtimeOf(one) === runtimeOf(program));
    const [first] = like;
    if (first === undefined) return [];
    const other = like.some((one) => one.program === program.program) ? [] : [first.program];
    return [
      ...other.map((path) => `${task} ran ${program.program}, web ran ${path}`),
      ...variablesThatDiffer(program, first).map(
        (name) => `${task} had another ${name} in its environment than web`,
      ),
    ];
  });
  return [...new Set(faults)];
}

/** `python` for /usr/bin/python3.11. */
function runtimeOf({ program }: SeenProgram): string {
  return basename(program).replace(/[\d.]+$/, '');
}

function variablesThatDiffer(one: SeenProgram, other: SeenProgram): string[] {
  const names = new Set([...one.environment.keys(), ...other.environment.keys()]);
  return [...names].filter(
    (name) => !NO_CONFIG.test(name) && one.environment.get(name) !== other.environment.get(name),
  );
}
