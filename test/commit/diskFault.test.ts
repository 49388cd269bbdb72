import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { codeOf, diskFault } from '../../src/commit/diskFault.ts';

it.each(['UNKNOWN', 'Unknown system error -1'])(
  'an error that Node calls %j has the name that the system gives it',
  (code) => {
    const errno = -constants.errno.EDQUOT;
    const error = Object.assign(new Error(code), { code, errno });
    expect(codeOf(error)).toBe('EDQUOT');
    expect(diskFault(error, { path: 'README.md' })).toMatchObject({ exitCode: 4 });
  },
);

it('an error without a code is a bug and stays what it is', () => {
  const error = new Error('a bug');
  expect(codeOf(error)).toBeUndefined();
  expect(diskFault(error, { path: 'README.md' })).toBe(error);
});
