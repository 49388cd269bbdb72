import { commandText } from '../commandText.ts';
import { type Answers, OPTION_KEYS, type Switches } from './options.ts';

/** The run switches that a repeated run needs. */
type RepeatedSwitches = Partial<
  Pick<Switches, 'git' | 'install' | 'dockerBuild' | 'image' | 'dockerRun'>
>;

/** The commands that are words of their own: a directory called like one needs `create` before it. */
export const COMMAND_WORDS: readonly string[] = ['check', 'create', 'list', 'schema'];

/** What a person who types it means as a command, and never as a directory. */
export const NOT_YET_COMMANDS: readonly string[] = ['add', 'help', 'update', 'upgrade'];

/** What a directory of the same name needs `create` before it for. */
export const RESERVED_WORDS: readonly string[] = [...COMMAND_WORDS, ...NOT_YET_COMMANDS];

/** The arguments that repeat a run without a question: parsing them gives the same answers. */
export function toArguments(answers: Answers, switches: RepeatedSwitches = {}): readonly string[] {
  const flags = OPTION_KEYS.filter((key) => key !== 'directory').flatMap((key) => {
    const value = answers[key];
    const text = typeof value === 'string' ? value : value.join(',');
    return text === '' ? [] : [`--${key}=${text}`];
  });
  return [
    ...(RESERVED_WORDS.includes(answers.directory) ? ['create'] : []),
    answers.directory,
    ...flags,
    '--yes',
    ...(switches.git === undefined ? [] : [switches.git ? '--git' : '--no-git']),
    ...(switches.install ? ['--install'] : []),
    ...(switches.dockerBuild ? ['--docker-build'] : []),
    ...(switches.dockerRun ? ['--docker-run'] : []),
    ...(switches.image === undefined ? [] : [`--image=${switches.image}`]),
  ];
}

/** The same as one line for a POSIX shell. */
export function toCommandLine(answers: Answers, switches: RepeatedSwitches = {}): string {
  return commandText(['npx', 'create-twelve-factor', ...toArguments(answers, switches)]);
}
