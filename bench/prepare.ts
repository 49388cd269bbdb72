import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Our program as a user gets it, installed from its tarball. */
export interface Installed {
  readonly program: string;
  readonly packedKb: number;
  readonly packages: number;
}

/** Packs the program and installs the tarball in an empty folder. */
export function installOurs(folder: string): Installed {
  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], ROOT));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--no-audit', '--no-fund', join(folder, packed.filename)], folder);
  const modules = join(folder, 'node_modules');
  return {
    program: join(modules, 'create-twelve-factor/bin/create-twelve-factor.cjs'),
    packedKb: statSync(join(folder, packed.filename)).size / 1000,
    packages: readdirSync(modules).filter((name) => !name.startsWith('.')).length,
  };
}

/** Installs the other generators at their exact versions, once. */
export function installPeers(): void {
  if (existsSync(join(import.meta.dirname, 'node_modules', '.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** A plopfile with the files of a project of ours as its templates. */
export function writePlopfile(project: string, folder: string): string {
  const templates = join(folder, 'templates');
  for (const path of readdirSync(project, { recursive: true, encoding: 'utf8' })) {
    const source = join(project, path);
    if (statSync(source).isDirectory()) mkdirSync(join(templates, path), { recursive: true });
    else {
      mkdirSync(join(templates, path, '..'), { recursive: true });
      writeFileSync(
        `${join(templates, path)}.hbs`,
        readFileSync(source, 'utf8').replaceAll('{{', '\\{{'),
      );
    }
  }
  const plopfile = join(folder, 'plopfile.mjs');
  writeFileSync(
    plopfile,
    `export default (plop) => plop.setGenerator('app', {
  prompts: [{ type: 'input', name: 'name', message: 'Name' }],
  actions: [{
    type: 'addMany',
    destination: '.',
    base: 'templates',
    templateFiles: 'templates/**/*.hbs',
    globOptions: { dot: true },
  }],
});
`,
  );
  return plopfile;
}
