import { describe, expect, it } from 'vitest';
import { serveCapabilities } from '../../src/catalog/fitServices.ts';
import { selectParts } from '../../src/plan/selectParts.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';

const select = (services: readonly string[], stack = 'lantern', targets: readonly string[] = []) =>
  selectParts(
    { directory: 'x', name: 'x', description: 'x', stack, services, targets },
    houseCatalog,
  ).map(({ id }) => id);

describe('the parts of a project', () => {
  it('are base, language and stack when nothing is chosen', () => {
    expect(select([])).toEqual(['base', 'languages/quill', 'stacks/lantern']);
  });

  it('are services, capabilities with driver and example, and targets besides', () => {
    expect(select(['brook'], 'lantern', ['harbour']).slice(3)).toEqual([
      'services/brook',
      'services/brook/drivers/quill',
      'capabilities/ledger',
      'capabilities/ledger/drivers/quill',
      'capabilities/ledger/examples/lantern',
      'targets/harbour',
    ]);
  });

  it('hold one example of a capability that two services could serve', () => {
    const ids = select(['wren', 'heron']);
    expect(ids.filter((id) => id === 'capabilities/errand/examples/lantern')).toHaveLength(1);
  });
});

describe('a driver has parts that depend on what else is chosen', () => {
  const drivers = (...services: string[]) =>
    select(services).filter((id) => /\/drivers\/quill\/(for|on)\//.test(id));

  it('for a capability that the service serves, and on another that is served', () => {
    expect(drivers('wren')).toEqual([
      'services/wren/drivers/quill/for/errand',
      'capabilities/errand/drivers/quill/on/memo',
    ]);
  });

  it('not what is for a capability that a better one serves', () => {
    expect(drivers('wren', 'heron')).toEqual(['capabilities/errand/drivers/quill/on/memo']);
  });

  it('of several that it could stand on, the first in order', () => {
    expect(drivers('brook', 'wren', 'heron')).toEqual([
      'capabilities/errand/drivers/quill/on/ledger',
    ]);
    expect(drivers('heron', 'wren', 'brook')).toEqual(drivers('brook', 'wren', 'heron'));
  });
});

describe('a capability is served by the service of the best rank', () => {
  const services = (...names: string[]) =>
    houseCatalog.parts.filter(({ kind, name }) => kind === 'service' && names.includes(name));

  it.each([
    [['wren'], 'wren'],
    [['heron', 'wren'], 'heron'],
  ])('of %j errands go to %s', (names, server) => {
    expect(serveCapabilities(services(...names)).get('errand')?.name).toBe(server);
  });

  it('two of equal rank exclude each other', () => {
    expect(() => select(['brook', 'pond'])).toThrow(
      expect.objectContaining({
        message: '"brook" and "pond" both serve ledger: a project has one of them',
        remedy: 'Try --services brook.',
        exitCode: 2,
      }),
    );
  });
});

describe('what does not go together', () => {
  it('a queue without a place for the results of its jobs', () => {
    const names = { directory: 'x', name: 'x', description: 'x', stack: 'flask', targets: [] };
    const shop = (services: readonly string[]) => () =>
      selectParts({ ...names, services }, realCatalog);
    expect(shop(['rabbitmq'])).toThrow(
      expect.objectContaining({
        message: '"rabbitmq" needs a service for sql or cache',
        remedy: 'Try --services postgres,rabbitmq.',
        exitCode: 2,
      }),
    );
    for (const other of ['postgres', 'mysql', 'redis'])
      expect(shop([other, 'rabbitmq'])).not.toThrow();
  });

  it('a service without a service that it needs', () => {
    expect(() => select(['heron'])).toThrow(
      expect.objectContaining({
        message: '"heron" needs a service for ledger or memo',
        remedy: 'Try --services brook,heron.',
        exitCode: 2,
      }),
    );
    expect(() => select(['heron', 'brook'])).not.toThrow();
    expect(() => select(['heron', 'wren'])).not.toThrow();
  });

  it('a stack without an example of the capability', () => {
    expect(() => select(['brook'], 'ferry')).toThrow(
      expect.objectContaining({
        message: 'Quill with Ferry has no example for ledger yet',
        exitCode: 2,
      }),
    );
  });

  it('a language without a driver for the service', () => {
    const catalog = {
      ...houseCatalog,
      parts: houseCatalog.parts.filter(({ id }) => id !== 'services/brook/drivers/quill'),
    };
    const answers = { directory: 'x', name: 'x', description: 'x', targets: [] };
    expect(() =>
      selectParts({ ...answers, stack: 'lantern', services: ['brook'] }, catalog),
    ).toThrow(
      expect.objectContaining({ message: 'Quill with Lantern has no driver for brook yet' }),
    );
  });
});
