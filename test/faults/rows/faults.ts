import type { Fault } from '../harness/fault.ts';
import { ANSWERS_FILE_FAULTS } from './answersFiles.ts';
import { ARGUMENT_FAULTS } from './arguments.ts';
import { LAYER_FAULTS } from './layers.ts';

/** All faults that the suite tries, in the order of their rows. */
export const FAULTS: readonly Fault[] = [
  ...ARGUMENT_FAULTS,
  ...ANSWERS_FILE_FAULTS,
  ...LAYER_FAULTS,
];
