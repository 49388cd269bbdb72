import { describe, expect, it } from 'vitest';
import { readCompose } from '../../../src/check/harness/readCompose.ts';

describe('the reader of compose files', () => {
  it('reads what a service runs and with what', () => {
    const [web] = readCompose(`
services:
  web:
    build: .
    image: app:dev
    command: ["node", "main.mjs"]
    entrypoint: tini --
    env_file: .env
    environment:
      PORT: 8000
      URL: "\${URL:?}"
      PASSED_ON:
`);
    expect(web).toEqual({
      name: 'web',
      image: 'app:dev',
      builds: true,
      command: ['node', 'main.mjs'],
      entrypoint: 'tini --',
      environment: new Map([
        ['PORT', '8000'],
        ['URL', '${URL:?}'],
        ['PASSED_ON', undefined],
      ]),
      hasEnvFile: true,
      hasPorts: false,
    });
  });

  it('reads an environment that is a list', () => {
    const [database] = readCompose(`
services:
  database:
    image: postgres:17
    environment: [POSTGRES_USER=app, "OPTIONS=-c a=b", PASSED_ON]
`);
    expect(database).toMatchObject({ image: 'postgres:17', builds: false, hasEnvFile: false });
    expect(database?.environment).toEqual(
      new Map([
        ['POSTGRES_USER', 'app'],
        ['OPTIONS', '-c a=b'],
        ['PASSED_ON', undefined],
      ]),
    );
  });

  it('resolves anchors and merge keys', () => {
    const services = readCompose(`
x-app: &app
  image: app:dev
services:
  web: { <<: *app, command: web }
  worker: { <<: *app, command: worker }
`);
    expect(services.map(({ image, command }) => [image, command])).toEqual([
      ['app:dev', 'web'],
      ['app:dev', 'worker'],
    ]);
  });

  it('finds no service in a file that has none', () => {
    expect(readCompose('')).toEqual([]);
    expect(readCompose('services:\n')).toEqual([]);
  });

  it('refuses what is no YAML', () => {
    expect(() => readCompose('services: [')).toThrow();
  });
});
