import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import type { RunnableApp } from './contract/prepareApp.ts';
import { generateApp, PROGRAM } from './generateApp.ts';
import { runCiStep } from './runCiStep.ts';

/** An app in a folder of its own, installed as its own CI does it. */
export class Workplace {
  readonly project: string;
  readonly home: string;
  /** The PATH in which the Procfile's commands work. */
  readonly path: string;
  /** A HOME that was empty, but for what this machine tells pip about its index and its cache. */
  readonly environment: Environment;
  private readonly root: string;

  constructor(label: string) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), `${label}-`)));
    this.project = join(this.root, 'app');
    this.home = join(this.root, 'home');
    this.path = join(this.project, '.venv/bin');
    const { XDG_CACHE_HOME, XDG_CONFIG_HOME, ...inherited } = process.env;
    this.environment = {
      ...(inherited as Record<string, string>),
      PATH: `${placeNpx(join(this.root, 'bin'))}:${inherited.PATH}`,
      HOME: this.home,
      XDG_CACHE_HOME: XDG_CACHE_HOME ?? join(homedir(), '.cache'),
      XDG_CONFIG_HOME: XDG_CONFIG_HOME ?? join(homedir(), '.config'),
    };
    mkdirSync(this.home);
  }

  /** Puts a new app in the place of what was there. */
  async install(stack: string, services: readonly string[] = []): Promise<void> {
    rmSync(this.project, { recursive: true, force: true });
    generateApp(this.project, stack, services);
    await this.ci('Make a virtual environment');
    await this.ci('Install the locked dependencies');
  }

  /** The app as it can be run, once it is installed. */
  runnable(label: string): RunnableApp {
    return {
      label,
      directory: this.project,
      path: this.path,
      idle: ['python', '-m', '__hello__'],
      caches: ['__pycache__'],
    };
  }

  /** Runs a step of the project's own CI; throws with what it printed when it fails. */
  ci(step: string, variables: Environment = {}): Promise<string> {
    return runCiStep(this.project, step, { ...this.environment, ...variables });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** An npx that runs this very program: of its registry nobody can get what is not published yet. */
function placeNpx(folder: string): string {
  mkdirSync(folder);
  const script = `#!/bin/sh\nshift\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`;
  writeFileSync(join(folder, 'npx'), script, { mode: 0o755 });
  return folder;
}
