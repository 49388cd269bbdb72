import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { refuseSwallowedFlags } from '../../src/answers/swallowedFlags.ts';
import { failureOf } from './failureOf.ts';

const check = (environment: Record<string, string>) =>
  refuseSwallowedFlags({ npm_command: 'init', ...environment }, ['orders']);

it.each<[string, Record<string, string>]>([
  ['npx sets itself', { npm_config_yes: 'true' }],
  ['is a setting of npm', { npm_config_git: '/usr/bin/git' }],
  ['is off', { npm_config_json: '', npm_config_dry_run: 'false' }],
  ['belongs to npm run', { npm_command: 'run-script', npm_config_stack: 'x' }],
  [
    'is about npm',
    { npm_config_registry: 'x', npm_config_color: 'false', npm_config_debug: 'true' },
  ],
])('leaves alone what %s', (_, environment) => {
  expect(() => check(environment)).not.toThrow();
});

it.each<[string, Record<string, string>]>([
  ['--stack=x', { npm_config_stack: 'x' }],
  ['--services=a,b', { npm_config_services: 'a,b' }],
  ['--dry-run', { npm_config_dry_run: 'true' }],
  ['--docker-build', { npm_config_docker_build: 'true' }],
  ['--git', { npm_config_git: 'true' }],
  ['--no-git', { npm_config_git: '' }],
  ['--json', { npm_config_json: 'true', npm_command: 'exec' }],
])('finds %s', async (flag, environment) => {
  const { where, remedy, exitCode } = await failureOf(() => check(environment));
  expect({ where, exitCode }).toEqual({ where: flag, exitCode: 2 });
  expect(remedy).toBe(`Put "--" before them: npm create twelve-factor@latest -- ${flag} orders`);
});

it('shows a command that can be copied', async () => {
  const { remedy } = await failureOf(() => check({ npm_config_description: "it's $HOME" }));
  const command = remedy?.slice(remedy.indexOf(' -- ') + 4);
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`]).toString();
  expect(read).toBe("--description=it's $HOME\norders\n");
});
