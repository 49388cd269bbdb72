import type { CheckFile } from './checkFile.ts';

/** Folders in which runtimes keep what they compiled: that they come is no doing of the app. */
const CACHES = ['__pycache__'];

/** Whether the check file, or the runtime that it has, lets an app write `path` below its folder. */
export function mayWrite({ writable = [] }: CheckFile, path: string): boolean {
  const folders = path.split('/');
  return [...CACHES, ...writable].some((name) => {
    const clean = name.replace(/^\.?\/|\/$/g, '');
    return folders.includes(clean) || path === clean || path.startsWith(`${clean}/`);
  });
}
