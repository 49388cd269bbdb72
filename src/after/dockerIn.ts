import type { Host } from '../host/host.ts';
import type { CommandOptions, CommandResult } from '../host/shell.ts';

/** How one docker command runs. */
export interface DockerOptions extends Omit<CommandOptions, 'cwd' | 'environment'> {
  readonly timeoutMs: number;
  /** What the environment gets besides. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs one docker command. */
export type Docker = (args: readonly string[], options: DockerOptions) => Promise<CommandResult>;

/** Docker for one directory. */
export function dockerIn(directory: string, host: Pick<Host, 'environment' | 'shell'>): Docker {
  return async (args, { variables, ...options }) => {
    const shell = await host.shell();
    const environment = { ...host.environment, ...variables };
    return shell.run('docker', args, { ...options, cwd: directory, environment });
  };
}
