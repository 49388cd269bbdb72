import type { Box } from './box.ts';
import type { Need } from './needs.ts';
import type { Manner, Run } from './run.ts';

/** One thing that goes wrong, and what must come of it. */
export interface Fault {
  /** Its row, e.g. `A1`. */
  readonly row: string;
  /** What goes wrong, as the table says it; unique. */
  readonly fault: string;
  readonly needs?: readonly Need[];
  /** Prepares the box; what it leaves counts as having been there before. */
  readonly arrange?: (box: Box) => void | Promise<void>;
  /** The arguments of the program; those of ORDERS by default. */
  readonly args?: readonly string[] | ((box: Box) => readonly string[]);
  readonly manner?: Manner | ((box: Box) => Manner);
  /** In place of one run with these arguments. */
  readonly play?: (box: Box) => Promise<Run>;
  /** The exit code, or those that are right. */
  readonly exit: number | readonly number[];
  /** What the output must hold, one of both streams. */
  readonly says?: RegExp;
  /** What the table says that the user sees, where it differs from run to run. */
  readonly sees?: string;
  /** What is left: by default a project with exit code 0 and 5, nothing new with any other. */
  readonly leaves?: 'nothing' | 'project' | 'either';
  /** The directory of the project, from the current one; `orders` by default. */
  readonly target?: string;
  /** Paths of the box that may change besides the target. */
  readonly touches?: readonly string[];
  /** What else must hold. */
  readonly also?: (box: Box, run: Run) => void | Promise<void>;
}

/** The arguments that make a project without a question and without git. */
export const ORDERS: readonly string[] = ['orders', '--stack', 'flask', '--yes', '--no-git'];

/** The same for a project in the current directory. */
export const HERE: readonly string[] = ['.', ...ORDERS.slice(1), '--name=orders'];
