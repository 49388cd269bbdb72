import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An app as it is often written: it answers on the machine that it was written on. */
const FILES: Readonly<Record<string, string>> = {
  Procfile: 'web: node server.mjs\n',
  'server.mjs': [
    "import { createServer } from 'node:http';",
    "const server = createServer((request, response) => response.end('hello'));",
    "server.listen(process.env.PORT ?? 3000, 'localhost');",
    '',
  ].join('\n'),
};

/** What a check of one factor of that app prints, with what differs from run to run made the same. */
export function checkTranscript(program: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'readme-check-')));
  try {
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(folder, path), text);
    const { stdout } = spawnSync(process.execPath, [program, 'check', '--only', 'port-binding'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder },
      encoding: 'utf8',
    });
    const shown = stdout
      .trim()
      .replaceAll(/\b(127\.0\.0\.1|::1)\b only/g, '127.0.0.1 only')
      .replaceAll(/\bport \d+/g, 'port 40123')
      .replaceAll(/\b\d+\.\d s\b/g, '1.2 s');
    return [
      '```console',
      '$ npx create-twelve-factor check --only port-binding',
      shown,
      '```',
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
