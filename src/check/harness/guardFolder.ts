import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Waits for a line. Where it ends without one, whoever should have sent it is dead: then it ends the
 * processes whose environment names what is in the folder, as TMPDIR does, until there are none, and
 * deletes it.
 * What grep finds counts, and not its exit status: it fails where any process is a zombie.
 */
const GUARD = `
read -r line && exit
found() { grep -lsF "$1/" /proc/[0-9]*/environ; }
while environs=$(found "$1"); [ -n "$environs" ]; do
  for environ in $environs; do pid=\${environ#/proc/}; kill -9 "\${pid%/environ}"; done
done
rm -rf "$1"
`;

/**
 * Starts a process that tidies a folder up when this one is killed before it could. It is in a session of its
 * own, so that no Ctrl-C ends it.
 * @returns what tells it that nothing is left to do
 */
export function guardFolder(folder: string): () => void {
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', folder], {
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a guard a check works as well; it is for ends that are not foreseen.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as Socket).unref();
  return () => child.stdin.end('done\n');
}
