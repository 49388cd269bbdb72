import { freePort } from '../../../src/check/harness/freePort.ts';

for (let count = 0; count < 90; count += 1) console.log(await freePort());
// Its ports are its own as long as it lives, which is until its parent ends it.
setInterval(() => undefined, 60_000);
