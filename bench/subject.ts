import { join } from 'node:path';

const BENCH = import.meta.dirname;

/** A program that is timed: a Node script and its arguments, given a target that does not exist. */
export interface Subject {
  readonly label: string;
  readonly argv: (target: string) => readonly string[];
}

const peer = (script: string): string => join(BENCH, 'node_modules', script);

/** The floor: a Node process that does nothing. */
export const NODE: Subject = { label: '`node -e 0`', argv: () => ['-e', '0'] };

/** Our program, as it is installed from its tarball. */
export function ours(program: string): Subject {
  return {
    label: 'create-twelve-factor',
    argv: (target) => [program, target, '--stack', 'flask', '--yes', '--no-git'],
  };
}

/** A program that prints its help. */
export function help(label: string, program: string): Subject {
  return { label, argv: () => [program, '--help'] };
}

export const CREATE_VITE = peer('create-vite/index.js');

/** The other generators, each without install, git and questions. */
export function peers(plopfile: string): readonly Subject[] {
  return [
    {
      label: 'create-vite 9.3.0 (vanilla-ts)',
      argv: (target) => [CREATE_VITE, target, '--template', 'vanilla-ts', '--no-interactive'],
    },
    {
      label: 'create-next-app 16.4.3',
      argv: (target) => [
        peer('create-next-app/dist/index.js'),
        target,
        ...['--yes', '--skip-install', '--disable-git', '--no-agent-feedback'],
      ],
    },
    {
      label: 'sv 0.17.1 (minimal, ts)',
      argv: (target) => [
        peer('sv/dist/bin.mjs'),
        ...['create', target, '--template', 'minimal', '--types', 'ts'],
        ...['--no-add-ons', '--no-install'],
      ],
    },
    {
      label: 'plop 4.0.5 (our files as its templates)',
      argv: (target) => [
        peer('plop/bin/plop.js'),
        ...['--plopfile', plopfile, '--dest', target, '--no-progress', 'app', 'app'],
      ],
    },
  ];
}
