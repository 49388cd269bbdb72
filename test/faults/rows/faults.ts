import type { Fault } from '../harness/fault.ts';
import { ANSWERS_FILE_FAULTS } from './answersFiles.ts';
import { ARGUMENT_FAULTS } from './arguments.ts';
import { LAYER_FAULTS } from './layers.ts';
import { NAME_FAULTS } from './names.ts';
import { PATH_FAULTS } from './paths.ts';
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
].sort((one, other) => one.row.localeCompare(other.row, 'en', { numeric: true }));
