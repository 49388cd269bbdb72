import { mariadbProblem } from './mariadbServer.ts';
import { postgresProblem } from './postgresServer.ts';
import { rabbitmqProblem } from './rabbitmqServer.ts';
import { redisProblem } from './redisServer.ts';
import { s3Problem } from './s3Server.ts';

// Asking for a server installs it. Run once before suites that would install packages side by side.
const problems = [
  postgresProblem(),
  mariadbProblem(),
  redisProblem(),
  rabbitmqProblem(),
  await s3Problem(),
].filter((problem) => problem !== undefined);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
