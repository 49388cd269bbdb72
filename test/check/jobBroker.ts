import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Job {
  readonly id: string;
  state: 'queued' | 'running' | 'done';
  attempts: number;
  takenAt: number;
}

/** After this many ms a job that was taken is given to another worker. */
const LEASE_MS = 400;

/** A broker of jobs with leases, as the fixture `queue` speaks with it. */
export interface JobBroker {
  readonly url: string;
  stop(): Promise<unknown>;
}

export async function startJobBroker(): Promise<JobBroker> {
  const jobs = new Map<string, Job>();
  const answers: Readonly<Record<string, (id: string) => unknown>> = {
    '/give': () => {
      const id = String(jobs.size + 1);
      jobs.set(id, { id, state: 'queued', attempts: 0, takenAt: 0 });
      return { id };
    },
    '/job': (id) => jobs.get(id) ?? null,
    '/peek': () => begin([...jobs.values()].find(({ state }) => state !== 'done')),
    '/take': () => begin([...jobs.values()].find(isFree)),
    '/pop': () => lend([...jobs.values()].find(({ state }) => state === 'queued')),
    '/done': (id) => Object.assign(jobs.get(id) ?? {}, { state: 'done' }),
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://broker');
    const id = searchParams.get('id') ?? (await idIn(request));
    response.end(JSON.stringify(answers[pathname]?.(id) ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function isFree({ state, takenAt }: Job): boolean {
  return state === 'queued' || (state === 'running' && Date.now() - takenAt > LEASE_MS);
}

function begin(job: Job | undefined): Job | undefined {
  if (job === undefined) return undefined;
  return Object.assign(job, { state: 'running', attempts: job.attempts + 1, takenAt: Date.now() });
}

/** Begins a job that nobody else will ever get. */
function lend(job: Job | undefined): Job | undefined {
  const begun = begin(job);
  return begun === undefined ? undefined : Object.assign(begun, { takenAt: Infinity });
}

async function idIn(request: IncomingMessage): Promise<string> {
  const chunks = await request.toArray();
  const text = Buffer.concat(chunks).toString();
  return text === '' ? '' : ((JSON.parse(text) as { id?: string }).id ?? '');
}
