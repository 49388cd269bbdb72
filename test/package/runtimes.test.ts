import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it, type TestContext } from 'vitest';
import { runIn } from './runIn.ts';

const root = mkdtempSync(join(tmpdir(), 'runtimes-'));

afterAll(() => rmSync(root, { recursive: true, force: true }));

const ORDERS = ['orders', '--stack', 'flask', '--yes', '--no-git'];
const REFUSAL =
  /^error: create-twelve-factor needs Node\.js .+\n {2}where: this is Node\.js [\d.]+\n {2}to do: .+\n$/;

/** A Node.js of some version, from its npm package: on CI it must be had, else the skip says why not. */
function runtime(version: string, context: TestContext): string {
  const prefix = mkdtempSync(join(root, 'node-'));
  const name = `node-${process.platform}-${process.arch}`;
  const install = ['npm', 'install', '--no-audit', '--no-fund', '--prefix', prefix];
  const { code, stderr } = runIn(root, [...install, `${name}@${version}`], registrySettings());
  if (code === 0) return join(prefix, 'node_modules', name, 'bin/node');
  const problem = `Node.js ${version} can't be had from the registry`;
  if (process.env.CI === 'true') throw new Error(`${problem}: ${stderr}`);
  return context.skip(problem);
}

/** What tells npm on this machine how to reach its registry. */
function registrySettings(): Record<string, string> {
  const pattern = /^(HOME|npm_config_.*|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i;
  const kept = Object.entries(process.env).filter(([name]) => pattern.test(name));
  return Object.fromEntries(kept.map(([name, value = '']) => [name, value]));
}

describe('the program', () => {
  it.for(['20.19.0', '22.13.0', 'latest'])('runs on Node.js %s', (version, context) => {
    const home = mkdtempSync(join(root, 'home-'));
    const node = runtime(version, context);
    const { code, stderr } = runIn(home, [node, inject('program'), ...ORDERS]);
    expect(code, stderr).toBe(0);
    expect(existsSync(join(home, 'orders/Procfile'))).toBe(true);
  });

  it.for(['10', '18'])('says on Node.js %s what it needs, and ends with 4', (version, context) => {
    const home = mkdtempSync(join(root, 'home-'));
    const node = runtime(version, context);
    const { code, stdout, stderr } = runIn(home, [node, inject('program'), ...ORDERS]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(REFUSAL);
    expect(existsSync(join(home, 'orders'))).toBe(false);
  });
});

describe('the launcher', () => {
  /** Runs `--version` on a runtime that says that it is of this version. */
  function startAs(version: string) {
    const pretend = join(root, `${version}.cjs`);
    const versions = JSON.stringify({ ...process.versions, node: version });
    writeFileSync(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
    return runIn(root, [process.execPath, '--require', pretend, inject('program'), '--version']);
  }

  it.each(['0.12.18', '6.17.1', '19.9.0', '20.18.3', '21.7.3', '22.12.0', '23.11.1'])(
    'refuses %s',
    (version) => {
      const { code, stderr } = startAs(version);
      expect(code).toBe(4);
      expect(stderr).toMatch(REFUSAL);
      expect(stderr).toContain(`this is Node.js ${version}\n`);
    },
  );

  it.each(['20.19.0', '20.20.2', '22.13.0', '24.0.0', '25.1.0', '26.0.0', '100.0.0'])(
    'accepts %s',
    (version) => {
      expect(startAs(version)).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('speaks the JavaScript of old runtimes', () => {
    const launcher = inject('program');
    const old = ['const ', 'let ', '=>', '`', 'async ', '...', '??', '?.'];
    const text = runIn(root, ['cat', launcher]).stdout.replace(/^(#!|\/\/).*$/gm, '');
    expect(old.filter((word) => text.includes(word))).toEqual([]);
  });
});
