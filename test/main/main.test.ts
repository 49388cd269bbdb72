import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Host } from '../../src/host/host.ts';
import { createHost } from '../../src/host/nodeHost.ts';
import type { Streams } from '../../src/host/standardStreams.ts';
import { createTerminal } from '../../src/host/terminal.ts';
import { main } from '../../src/main.ts';
import { runPlainLine } from '../../src/plainLine.ts';
import { realCatalog } from '../catalog/realCatalog.ts';

interface Given {
  readonly catalog?: Catalog;
  /** Stands for the system's write. */
  readonly write?: Streams['write'];
}

/** Runs main on this machine, but for the terminal, which is kept in memory. */
async function run(argv: readonly string[], { catalog = realCatalog, write }: Given = {}) {
  const written = { 1: '', 2: '' };
  const signals: Host['signals'] = { received: undefined, listen: () => () => undefined };
  const streams: Streams = {
    isTerminal: () => false,
    columns: () => 80,
    write(descriptor, content) {
      const bytes = Buffer.from(content);
      const count = write?.(descriptor, bytes) ?? bytes.length;
      written[descriptor] += Buffer.from(bytes.subarray(0, count)).toString();
      return count;
    },
  };
  const environment = {};
  const terminal = createTerminal({ environment, signals, streams });
  const host: Host = {
    ...createHost(argv, '/nowhere'),
    environment,
    home: '/nowhere',
    terminal,
    signals,
  };
  const exitCode = await main(argv, host, () => catalog, runPlainLine);
  return { exitCode, out: written[1], err: written[2] };
}

/** A catalog with a bug in it. */
const broken: Catalog = {
  ...realCatalog,
  templatesOf: () => {
    throw new TypeError('x is not a function');
  },
};
const PLAN = ['orders', '--stack', 'flask', '--dry-run'];

describe('main', () => {
  it('says how the process should end', async () => {
    expect(await run(['list'])).toMatchObject({ exitCode: 0, err: '' });
    expect(await run(['--wrong'])).toMatchObject({ exitCode: 2, out: '' });
  });

  it('calls a bug a bug: exit 1, and how to report it, without a stack', async () => {
    const { exitCode, out, err } = await run(PLAN, { catalog: broken });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toBe(
      'error: internal error: x is not a function\n' +
        '  to do: This is a bug of create-twelve-factor: please report it, with what --debug shows.\n',
    );
  });

  it('shows the stack with --debug', async () => {
    const { err } = await run([...PLAN, '--debug'], { catalog: broken });
    expect(err).toMatch(/^TypeError: x is not a function\n {4}at /m);
  });

  it('tells programs of a bug too', async () => {
    const { out } = await run([...PLAN, '--json'], { catalog: broken });
    expect(JSON.parse(out)).toMatchObject({
      exitCode: 1,
      error: { message: 'internal error: x is not a function' },
    });
  });

  it('fails when what was asked for can not be written', async () => {
    const full: Streams['write'] = (descriptor, bytes) => {
      if (descriptor === 1) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return bytes.length;
    };
    expect((await run(['list', '--json'], { write: full })).exitCode).toBe(4);
    expect((await run(['list'], { write: full })).exitCode).toBe(4);
    expect((await run(['--help'], { write: full })).exitCode).toBe(4);
    expect((await run(PLAN, { write: full })).exitCode).toBe(4);
  });
});
