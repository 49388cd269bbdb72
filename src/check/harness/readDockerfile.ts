/** How the image of a Dockerfile starts. */
export interface ImageCommand {
  /** `exec` is a JSON array, `shell` a line that a shell runs, so that the shell is PID 1. */
  readonly form: 'exec' | 'shell';
  /** ENTRYPOINT and CMD together; a shell form is one word. */
  readonly argv: readonly string[];
}

/**
 * The command of a Dockerfile's last stage, or undefined when that stage sets none (the base image
 * may). Comments and continued lines are understood, heredocs are not.
 */
export function readDockerfile(text: string): ImageCommand | undefined {
  let entrypoint: ImageCommand | undefined;
  let command: ImageCommand | undefined;
  for (const { keyword, rest } of instructionsOf(text)) {
    if (/^from$/i.test(keyword)) entrypoint = command = undefined;
    if (/^entrypoint$/i.test(keyword)) entrypoint = readForm(rest);
    if (/^cmd$/i.test(keyword)) command = readForm(rest);
  }
  if (entrypoint === undefined) return command;
  if (entrypoint.form === 'shell') return entrypoint;
  return { form: 'exec', argv: [...entrypoint.argv, ...(command?.argv ?? [])] };
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
export function instructionsOf(text: string): Instruction[] {
  const kept = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  return kept
    .join('\n')
    .replace(/\\\s*\n/g, ' ')
    .split('\n')
    .map((line) => {
      const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line.trim()) ?? [];
      return { keyword, rest };
    });
}

function readForm(rest: string): ImageCommand {
  try {
    const argv: unknown = JSON.parse(rest);
    if (Array.isArray(argv)) return { form: 'exec', argv: argv.map(String) };
  } catch {
    // Not JSON: Docker takes it for the shell form too.
  }
  return { form: 'shell', argv: [rest] };
}
