import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { waitFor } from '../../../src/check/harness/waitFor.ts';

const CHILD = join(import.meta.dirname, 'guardFolderChild.ts');

it.skipIf(!existsSync('/proc'))('ends what lives on, beside a zombie, and deletes it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-'));
  const zombieParent = spawn('/bin/sh', ['-c', 'sleep 0 & exec sleep 60'], { stdio: 'ignore' });
  onTestFinished(() => {
    zombieParent.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const check = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = (await once(check.stdout, 'data')) as [Buffer];
  const isAlive = () => environmentOf(Number(pid)).includes(folder);
  expect(isAlive()).toBe(true);
  check.kill('SIGKILL');
  await waitFor('the folder to be gone', () => !existsSync(folder), { limitMs: 5_000 });
  expect(isAlive()).toBe(false);
});

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
