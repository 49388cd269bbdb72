/** One of the twelve factors (12factor.net) and what every generated app promises about it. */
export interface Factor {
  readonly number: string;
  readonly title: string;
  readonly promise: string;
}

export const FACTORS: readonly Factor[] = [
  { number: 'I', title: 'Codebase', promise: 'One repository, clean after build, test and run' },
  { number: 'II', title: 'Dependencies', promise: 'Declared, locked with hashes, isolated' },
  {
    number: 'III',
    title: 'Config',
    promise: 'In the environment only, checked before anything starts',
  },
  {
    number: 'IV',
    title: 'Backing services',
    promise: 'Attached by URL, swapped without a rebuild',
  },
  {
    number: 'V',
    title: 'Build, release, run',
    promise: 'One image for every environment, built without any',
  },
  { number: 'VI', title: 'Processes', promise: 'Stateless; nothing is written to disk' },
  { number: 'VII', title: 'Port binding', promise: 'Serves HTTP itself, on PORT' },
  { number: 'VIII', title: 'Concurrency', promise: 'Scales by starting more processes of a type' },
  {
    number: 'IX',
    title: 'Disposability',
    promise: 'Starts in seconds; SIGTERM finishes what is in flight',
  },
  {
    number: 'X',
    title: 'Dev/prod parity',
    promise: 'The same commands, image and service versions everywhere',
  },
  { number: 'XI', title: 'Logs', promise: 'One JSON object a line on stdout' },
  {
    number: 'XII',
    title: 'Admin processes',
    promise: 'Subcommands of the same program, in the same image',
  },
];
