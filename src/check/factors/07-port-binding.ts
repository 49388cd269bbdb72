import { isWildcard } from '../harness/listeningPorts.ts';
import type { Factor } from '../requirement.ts';
import { type SeenPort, seenPorts, TAKEN_LIMIT_MS, takenPort } from '../scenarios/portBinding.ts';
import { broken, holds, notChecked, verdictOf } from '../verdict.ts';

export const portBinding: Factor = {
  number: 7,
  slug: 'port-binding',
  title: 'Port binding',
  promise: 'The app serves HTTP by itself, on the port that the environment names.',
  requirements: [
    {
      id: 'port-binding.port-variable',
      title: 'It listens on the port that PORT names',
      level: 'run',
      expected: 'two starts with two values of PORT listen on these two ports',
      remedy: 'Read the port from PORT, and give it to the server.',
      async examine(app) {
        const seen = await seenPorts(app);
        const deaf = seen.filter(({ given, listening }) =>
          listening.every(({ port }) => port !== given),
        );
        return verdictOf(deaf.map(portSentence), `it listened on ${given(seen)}`);
      },
    },
    {
      id: 'port-binding.every-interface',
      title: 'It is reachable from outside its machine or container',
      level: 'run',
      expected: 'the port is bound on every interface (0.0.0.0 or ::)',
      remedy: 'Bind 0.0.0.0, not 127.0.0.1 or localhost.',
      async examine(app) {
        const bound = (await seenPorts(app)).flatMap(({ given, listening }) =>
          listening.filter(({ port }) => port === given),
        );
        if (bound.length === 0) return notChecked(NOT_ON_PORT);
        const hidden = bound.filter(({ address }) => !isWildcard(address));
        const faults = hidden.map(
          ({ address, port }) => `port ${port} is bound on ${address} only`,
        );
        return verdictOf(faults, 'the port is bound on every interface');
      },
    },
    {
      id: 'port-binding.no-other-port',
      title: 'Nothing else listens',
      level: 'run',
      expected: 'the processes of web listen on PORT alone',
      remedy: 'Close the other port, or make a process type of its own of what it serves.',
      async examine(app) {
        const seen = (await seenPorts(app)).filter(({ given, listening }) =>
          listening.some(({ port }) => port === given),
        );
        if (seen.length === 0) return notChecked(NOT_ON_PORT);
        const faults = seen.flatMap(({ given, listening }) =>
          listening
            .filter(({ port }) => port !== given)
            .map(
              ({ address, port }) => `with PORT=${given} it also listened on ${address}:${port}`,
            ),
        );
        return verdictOf(faults, 'no other port was open');
      },
    },
    {
      id: 'port-binding.taken-port',
      title: 'A port that is taken ends it, and it says so',
      level: 'run',
      expected: `it ends with another code than 0 within ${TAKEN_LIMIT_MS / 1000} s and names the port or the error`,
      remedy: 'Let the error of listen end the process with a message and a code.',
      async examine(app) {
        const { port, exit, shared, output } = await takenPort(app);
        if (shared)
          return notChecked('a second one listened on the same port: they share it (SO_REUSEPORT)');
        if (exit === undefined)
          return broken(
            `it still ran ${TAKEN_LIMIT_MS / 1000} s later, on a port that it could not have`,
          );
        if (exit.code === 0) return broken('it ended with 0 although it could not listen');
        const says =
          /in use|EADDRINUSE|already|bind/i.test(output) || output.includes(String(port));
        if (!says) return broken('it ended without a word about the port', [output.slice(0, 300)]);
        return holds(`it ended with ${exit.code ?? exit.signal} after ${Math.round(exit.atMs)} ms`);
      },
    },
  ],
};

const NOT_ON_PORT = 'it does not listen on PORT: see port-binding.port-variable';

function portSentence({ given, listening }: SeenPort): string {
  const there = listening.map(({ port }) => port).join(', ') || 'no port';
  return `with PORT=${given} it listened on ${there}`;
}

function given(seen: readonly SeenPort[]): string {
  return seen.map((one) => one.given).join(' and ');
}
