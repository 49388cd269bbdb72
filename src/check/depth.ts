/** How deep a check goes: files only, processes on this machine, or the image as well. */
export type Level = 'static' | 'run' | 'image';

/** A level takes in those that are less deep. */
export const DEPTH: Readonly<Record<Level, number>> = { static: 0, run: 1, image: 2 };
