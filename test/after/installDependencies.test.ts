import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installDependencies } from '../../src/after/installDependencies.ts';
import { makeStepFixture, type StepFixture } from './stepFixture.ts';

const INSTALL = ['pip', 'install', '--require-hashes', '-r', 'requirements.txt'];

let fixture: StepFixture;

beforeEach(() => {
  fixture = makeStepFixture('pip');
});

afterEach(() => fixture.remove());

function install(
  environment: Record<string, string> = {},
  commands: readonly (readonly string[])[] = [['pip', 'venv'], INSTALL],
  timeoutMs?: number,
) {
  const project = { directory: fixture.directory, installCommands: commands };
  return installDependencies(project, fixture.host(environment), timeoutMs);
}

describe('installDependencies', () => {
  it('runs the commands in order, in the project, and shows what they print', async () => {
    const step = await install({ FAKE_PIP: 'print working' });
    expect(step).toEqual({
      id: 'install',
      outcome: 'done',
      message: 'Installed the dependencies.',
    });
    expect(fixture.calls().map(({ argv }) => argv)).toEqual([['pip', 'venv'], INSTALL]);
    expect(fixture.calls().map(({ cwd }) => cwd)).toEqual([fixture.directory, fixture.directory]);
    expect(fixture.shown).toEqual([
      'Installing dependencies',
      'working',
      'working',
      'Installed the dependencies.',
    ]);
  });

  it('finds a program by its path in the project', async () => {
    fixture.write('.venv/bin/pip', '#!/bin/sh\necho here\n', true);
    expect(await install({}, [['.venv/bin/pip']])).toMatchObject({ outcome: 'done' });
    expect(fixture.shown).toContain('here');
  });

  it('stops at the command that fails and says how to go on from it', async () => {
    const step = await install({ FAKE_PIP_INSTALL: 'fail 2 No matching distribution\\nfor flask' });
    expect(step).toEqual({
      id: 'install',
      outcome: 'failed',
      message:
        'The dependencies are not installed: pip install --require-hashes -r requirements.txt failed with exit code 2.',
      exitCode: 2,
      lastLines: ['No matching distribution', 'for flask'],
      repeat: 'pip install --require-hashes -r requirements.txt',
    });
  });

  it('repeats all that is left', async () => {
    const step = await install({ FAKE_PIP_VENV: 'fail 1 no' }, [['pip', 'venv', 'a b'], INSTALL]);
    expect(step.repeat).toBe("pip venv 'a b' && pip install --require-hashes -r requirements.txt");
  });

  it('says that the program is missing', async () => {
    const step = await install({}, [['no-such-tool', 'sync']]);
    expect(step).toMatchObject({ outcome: 'failed', repeat: 'no-such-tool sync' });
    expect(step.message).toBe(
      'The dependencies are not installed: no-such-tool sync was not found on PATH.',
    );
  });

  it('survives a flood and shows its last lines only', async () => {
    const step = await install({ FAKE_PIP: 'flood 3000000' });
    expect(step).toMatchObject({ outcome: 'failed', exitCode: 3 });
    expect(step.lastLines).toHaveLength(20);
  });

  it('makes control bytes visible', async () => {
    await install({ FAKE_PIP: 'noise' });
    expect(fixture.shown.join('')).not.toMatch(/[\u0000-\u001f]/);
    expect(fixture.shown).toContain('\\u001b[31mred\\u001b[0m \\u0007\\u0000bell');
  });

  it('stops one that hangs', async () => {
    const step = await install({ FAKE_PIP: 'sleep' }, [INSTALL], 200);
    expect(step.message).toContain('took too long and was stopped');
  });

  it('starts nothing more after Ctrl-C', async () => {
    const host = fixture.host({ FAKE_PIP: 'sleep' });
    const project = { directory: fixture.directory, installCommands: [INSTALL, INSTALL] };
    const progress = () => ({
      update: () => fixture.raise('SIGINT'),
      end: () => undefined,
    });
    const step = await installDependencies(project, { ...host, terminal: { progress } });
    expect(step.message).toContain('was ended by SIGTERM');
    expect(fixture.calls()).toHaveLength(1);
  });
});
