import type { Fault } from '../harness/fault.ts';
import { ANSWERS_FILE_FAULTS } from './answersFiles.ts';
import { ARGUMENT_FAULTS } from './arguments.ts';
import { CHECK_FAULTS } from './checks.ts';
import { DISK_FAULTS } from './disks.ts';
import { GIT_FAULTS } from './git.ts';
import { KILL_FAULTS } from './kills.ts';
import { LAYER_FAULTS } from './layers.ts';
import { LEFTOVER_FAULTS } from './leftovers.ts';
import { NAME_FAULTS } from './names.ts';
import { PACKAGE_FAULTS } from './package.ts';
import { PATH_FAULTS } from './paths.ts';
import { RACE_FAULTS } from './races.ts';
import { STEP_FAULTS } from './steps.ts';
import { STREAM_FAULTS } from './streams.ts';
import { SURROUNDING_FAULTS } from './surroundings.ts';
import { TARGET_FAULTS } from './targets.ts';
import { TEXT_FAULTS } from './texts.ts';

/** All faults that the suite tries, in the order of their rows. */
export const FAULTS: readonly Fault[] = [
  ...ARGUMENT_FAULTS,
  ...ANSWERS_FILE_FAULTS,
  ...LAYER_FAULTS,
  ...NAME_FAULTS,
  ...TEXT_FAULTS,
  ...PATH_FAULTS,
  ...TARGET_FAULTS,
  ...RACE_FAULTS,
  ...DISK_FAULTS,
  ...KILL_FAULTS,
  ...STREAM_FAULTS,
  ...SURROUNDING_FAULTS,
  ...LEFTOVER_FAULTS,
  ...GIT_FAULTS,
  ...STEP_FAULTS,
  ...PACKAGE_FAULTS,
  ...CHECK_FAULTS,
].sort((one, other) => one.row.localeCompare(other.row, 'en', { numeric: true }));
