import { basename } from 'node:path';
import { type Disk, nodeDisk } from '../../src/host/disk.ts';
import { diskError } from './faultyDisk.ts';

/** Without hard links, as some file systems and containers are. */
const linkless: Disk = {
  ...nodeDisk,
  link(_, path) {
    throw diskError('EPERM', path);
  },
};

const isTransactionFile = (path: string): boolean => /^(new|old)-\d+$/.test(basename(path));

function acrossMounts(act: (from: string, to: string) => void): Disk['rename'] {
  return (from, to) => {
    if (isTransactionFile(from) || isTransactionFile(to)) throw diskError('EXDEV', to);
    act(from, to);
  };
}

/** The transaction is on another mount than all that it changes. */
const mounted: Disk = {
  ...nodeDisk,
  link: acrossMounts(nodeDisk.link),
  rename: acrossMounts(nodeDisk.rename),
};

/** The disks on which a file can't simply be moved to its place. */
export const AWKWARD_DISKS: Readonly<Record<string, Disk>> = {
  'without hard links': linkless,
  'across mounts': mounted,
  'across mounts and without hard links': { ...mounted, link: linkless.link },
};
