import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotChecked } from '../../../src/check/verdict.ts';
import { withProject } from '../withProject.ts';

describe('the environment of an app', () => {
  it('is what its schema requires, and not all that the example shows', async () => {
    const edit = (): void => undefined;
    await withProject(edit, async (app) => {
      expect(app.environment(1)).toHaveProperty('UPSTREAM_URL');
      expect(app.environment(1)).not.toHaveProperty('LOG_LEVEL');
    });
  });

  it('has the values of the example where there is no schema, and a port of its own', async () => {
    await withProject(
      (project) => {
        rmSync(join(project.directory, 'env.schema.json'));
        project.write('.env.example', 'PORT=8000\nLOG_LEVEL=debug\nEMPTY=\n');
      },
      async (app) => {
        const { PORT, LOG_LEVEL, EMPTY } = app.environment(1);
        expect({ PORT, LOG_LEVEL, EMPTY }).toEqual({
          PORT: '1',
          LOG_LEVEL: 'debug',
          EMPTY: undefined,
        });
      },
    );
  });
});

describe('an app without web', () => {
  it('says why there is none', async () => {
    await withProject(
      (project) => {
        rmSync(join(project.directory, 'Procfile'));
        project.write('Dockerfile', 'FROM scratch\nCMD ["/no-such/server"]\n');
      },
      async (app) => {
        expect(() => app.argv('web')).toThrow(NotChecked);
        expect(() => app.argv('web')).toThrow(/needs \/no-such\/server, which is not there/);
      },
    );
  });
});
