import { basename } from 'node:path';
import type { SeenProgram } from '../harness/watchPrograms.ts';
import type { TaskRun } from './taskRuns.ts';

/** What differs from run to run, or is set by shells and package managers, and is no config. */
const NO_CONFIG =
  /^(PORT|PATH|PWD|OLDPWD|SHLVL|_|NODE|INIT_CWD|COLOR|EDITOR|npm_\w+|CHECK_RUN_ID)$/;

/**
 * A sentence for each way in which an admin task's programs differ from web's; undefined when none of
 * them has web's runtime, or was seen before it ended. A shell or another tool around them has an
 * environment of its own.
 */
export function environmentFaults(
  { name: task, programs }: TaskRun,
  web: readonly SeenProgram[],
): readonly string[] | undefined {
  const pairs = programs.flatMap((program): [SeenProgram, SeenProgram][] => {
    const like = web.filter((one) => runtimeOf(one) === runtimeOf(program));
    const [first] = like;
    return first === undefined
      ? []
      : [[program, like.find((one) => one.program === program.program) ?? first]];
  });
  if (pairs.length === 0) return undefined;
  const faults = pairs.flatMap(([program, other]) => [
    ...(program.program === other.program
      ? []
      : [`${task} ran ${program.program}, web ran ${other.program}`]),
    ...variablesThatDiffer(program, other).map(
      (name) => `${task} had another ${name} in its environment than web`,
    ),
  ]);
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
