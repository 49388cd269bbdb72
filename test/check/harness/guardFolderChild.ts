import { spawn } from 'node:child_process';
import { guardFolder } from '../../../src/check/harness/guardFolder.ts';

const [root = ''] = process.argv.slice(2);
guardFolder(root);
const app = spawn('sleep', ['60'], {
  env: { PATH: process.env.PATH, TMPDIR: `${root}/tmp` },
  detached: true,
  stdio: 'ignore',
});
console.log(app.pid);
setInterval(() => undefined, 60_000);
