import type { RelativePath } from '../catalog/contribution.ts';
import type { Disk, OpenDirectory } from '../host/disk.ts';
import { codeOf, explained } from './diskFault.ts';
import type { OpenTarget } from './inTarget.ts';
import { openFolder } from './openFolder.ts';

function makeFolder(place: string, disk: Disk): void {
  try {
    disk.makeDirectory(place);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * Calls `act` with a place that stands for `path` below `root` and that no symbolic link leads out of,
 * even when a folder is swapped for a link meanwhile: each folder is opened in the one before. A
 * missing folder is made with `make`; without it, `act` is not called and the result is undefined.
 * UserError 3 when a folder on the way is a link or no directory.
 */
export function within<T>(
  root: OpenDirectory,
  path: RelativePath,
  disk: Disk,
  act: (place: string) => T,
  { make = false } = {},
): T | undefined {
  const folders = path.split('/');
  const name = folders.pop();
  let folder = root;
  try {
    for (const [depth, step] of folders.entries()) {
      const place = `${folder.at}/${step}`;
      const shown = folders.slice(0, depth + 1).join('/');
      let inner = openFolder(place, shown, disk);
      if (inner === undefined && make) {
        makeFolder(place, disk);
        inner = openFolder(place, shown, disk);
      }
      if (inner === undefined) return undefined;
      if (folder !== root) folder.close();
      folder = inner;
    }
    return act(`${folder.at}/${name}`);
  } finally {
    if (folder !== root) folder.close();
  }
}

/** Gone, not empty, no folder any more, or a mount of its own. */
const NOTHING_TO_REMOVE = new Set(['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EBUSY']);

/** Removes a folder of the target unless something is in it. */
export function removeIfEmpty({ root, disk }: OpenTarget, folder: RelativePath): void {
  explained({ path: folder }, () =>
    within(root, folder, disk, (place) => {
      try {
        disk.removeDirectory(place);
      } catch (error) {
        if (!NOTHING_TO_REMOVE.has(codeOf(error) ?? '')) throw error;
      }
    }),
  );
}
