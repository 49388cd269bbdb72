import { Chalk } from 'chalk';
import type { Styles } from './styles.ts';

/**
 * The styles in colour. Whether to use them has been decided by then; sixteen colours, which every
 * terminal has and every theme adapts, so chalk need not look for more.
 */
export function colouredStyles(): Styles {
  const chalk = new Chalk({ level: 1 });
  return {
    heading: (text) => chalk.bold(text),
    ok: (text) => chalk.green(text),
    fail: (text) => chalk.red(text),
    dim: (text) => chalk.dim(text),
    code: (text) => chalk.cyan(text),
  };
}
