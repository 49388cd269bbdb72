import { expect, it } from 'vitest';
import { namedHosts } from '../../../src/check/app/namedHosts.ts';

it.each([
  ['postgres://user:p%40ss@db.example.org/app', 'db.example.org', 5432],
  ['redis://[::1]:7000/0', '::1', 7000],
  ['mysql+pymysql://127.0.0.1:3307/app', '127.0.0.1', 3307],
  ['mongodb://one:1,two:2/app', 'two', 2],
  ['a.example:9092, b.example:9093', 'b.example', 9093],
  ['clickhouse://store', 'store', undefined],
])('%s names a host', (value, host, port) => {
  expect(namedHosts({ VALUE: value })).toContainEqual({ host, port });
});

it('a host alone has the ports of other variables, and the usual ones', () => {
  const ports = namedHosts({ DB_HOST: 'db', DB_PORT: '6543' })
    .filter(({ host }) => host === 'db')
    .map(({ port }) => port);
  expect(ports).toEqual(expect.arrayContaining([6543, 5432]));
  expect(ports).not.toContain(4318);
});
