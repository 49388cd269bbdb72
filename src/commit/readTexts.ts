import type { RelativePath } from '../catalog/contribution.ts';
import type { AbsolutePath, Disk } from '../host/disk.ts';
import type { FileText, Texts } from '../reconcile/reconcile.ts';
import { explained } from './diskFault.ts';
import { within } from './folder.ts';
import { inTarget } from './inTarget.ts';
import { bytesId, contentId } from './projectState.ts';

/** Whoever may run the file. */
const EXECUTABLE = 0o111;

/**
 * What is at each of the paths below a directory; paths with nothing there are left out, and what
 * is no regular file counts as something without a text.
 * @throws UserError exit 3 when a folder on the way is a symbolic link, 4 when a file can't be read
 */
export function readTexts(
  directory: AbsolutePath,
  paths: readonly RelativePath[],
  disk: Disk,
): Texts {
  return inTarget(directory, disk, ({ root }) => {
    const found = paths.flatMap((path) => {
      const file = explained({ path }, () =>
        within(root, path, disk, (place) => readText(place, disk)),
      );
      return file ? [[path, file] as const] : [];
    });
    return new Map(found);
  });
}

function readText(place: string, disk: Disk): FileText | undefined {
  const entry = disk.look(place);
  if (!entry) return undefined;
  if (entry.kind !== 'file') return { id: '', executable: false };
  const bytes = disk.read(place);
  const exact = bytesId(bytes);
  const text = decode(bytes);
  return {
    id: text === undefined ? exact : contentId(text),
    executable: (entry.mode & EXECUTABLE) !== 0,
    text,
    bytesId: exact,
  };
}

/** The text of a file; undefined when it is not UTF-8 or holds a NUL. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
