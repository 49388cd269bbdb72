import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { waitFor } from '../../../src/check/harness/waitFor.ts';

it.skipIf(!existsSync('/proc'))(
  'ends what lives on, beside a zombie, and deletes the place',
  async () => {
    const zombieParent = spawn('/bin/sh', ['-c', 'sleep 0 & exec sleep 60'], { stdio: 'ignore' });
    const root = mkdtempSync(join(tmpdir(), 'guarded-'));
    const child = join(import.meta.dirname, 'guardPlaceChild.ts');
    const check = spawn(process.execPath, ['--import', 'tsx', child, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(check.stdout, 'data')) as [Buffer];
    const isAlive = () => environmentOf(Number(pid)).includes(root);
    expect(isAlive()).toBe(true);
    check.kill('SIGKILL');
    await waitFor('the place to be gone', () => !existsSync(root), { limitMs: 5_000 });
    expect(isAlive()).toBe(false);
    zombieParent.kill();
  },
);

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
