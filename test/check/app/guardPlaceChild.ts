import { spawn } from 'node:child_process';
import { guardPlace } from '../../../src/check/app/guardPlace.ts';

const [root = ''] = process.argv.slice(2);
guardPlace(root);
const app = spawn('sleep', ['60'], {
  env: { PATH: process.env.PATH, TMPDIR: `${root}/tmp` },
  detached: true,
  stdio: 'ignore',
});
console.log(app.pid);
setInterval(() => undefined, 60_000);
