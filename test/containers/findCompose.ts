import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAKE = join(import.meta.dirname, 'standins/compose.sh');
const PRIVATE = join(import.meta.dirname, '../../.cache/compose');

/** The environment in which `docker compose` works, or why it does not. */
export interface Compose {
  readonly problem: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** Asks for compose v2. With CI=true a plugin is unpacked where there is none, and not to get it is an error. */
export async function findCompose(): Promise<Compose> {
  const { PATH = '', HOME = '' } = process.env;
  const own = { PATH, HOME };
  const unpacked = { ...own, DOCKER_CONFIG: PRIVATE };
  if (await answers(own)) return { problem: undefined, environment: own };
  if (process.env.CI === 'true' && !(await answers(unpacked)) && existsSync('/usr/bin/apt-get'))
    await run(MAKE, [PRIVATE], { timeout: 300_000 });
  if (await answers(unpacked)) return { problem: undefined, environment: unpacked };
  if (process.env.CI === 'true') throw new Error('compose v2 is not there and could not be got');
  return { problem: 'docker compose is not there; CI=true gets it', environment: own };
}

async function answers(environment: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await run('docker', ['compose', 'version'], { env: environment, timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
