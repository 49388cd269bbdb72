/** What can be told to `check`, once for flags and documents. `create` never loads it. */
export const CHECK_OPTIONS = {
  static: { flag: '--static', description: 'Look at files only; run nothing' },
  image: { flag: '--image', description: 'Build the image and run that too' },
  only: {
    flag: '--only <factors>',
    description: 'Only these factors, as 9, IX or disposability; repeatable',
  },
  skip: { flag: '--skip <factors>', description: 'All factors but these; repeatable' },
  timeout: {
    flag: '--timeout <seconds>',
    description: 'Time for all of it, 1 to 86400 (default: 300)',
  },
  envFile: {
    flag: '--env-file <file>',
    description: 'Variables for the run, as lines NAME=value',
  },
  otherEnvFile: {
    flag: '--other-env-file <file>',
    description: 'The same for a second deploy: other databases',
  },
  keepGoing: {
    flag: '--keep-going',
    description: 'Examine the rest of a factor that is broken already',
  },
  json: { flag: '--json', description: 'One JSON object on stdout, messages on stderr' },
  junit: { flag: '--junit <file>', description: 'Write the report as JUnit XML too' },
  html: { flag: '--html <file>', description: 'Write the report as a web page too' },
} as const;

export type CheckOptionKey = keyof typeof CHECK_OPTIONS;
