import type { Asked } from '../../src/answers/gathered.ts';

/** A machine on which nobody can be asked. */
export function unattendedHost(environment: Asked['environment'] = {}, cwd = '/work'): Asked {
  return {
    environment,
    cwd: () => cwd,
    signals: { received: undefined, listen: () => () => undefined },
    terminal: {
      ask: ({ message }) => {
        throw new Error(`nobody is there to be asked: ${message}`);
      },
    },
  };
}
