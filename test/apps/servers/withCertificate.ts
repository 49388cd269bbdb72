import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity } from './mailServer.ts';

/** Makes a certificate for 127.0.0.1 that only who is given its file trusts, and takes it away after. */
export async function withCertificate<Result>(
  use: (identity: Identity & { readonly file: string }) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  try {
    const files = ['-keyout', key, '-out', cert, '-days', '1'];
    execFileSync('openssl', ['req', ...kind, ...names, ...files], { stdio: 'ignore' });
    const text = (path: string) => readFileSync(path, 'utf8');
    return await use({ cert: text(cert), key: text(key), file: cert });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
