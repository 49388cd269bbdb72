import type { RelativePath } from '../catalog/contribution.ts';
import type { PartId } from '../catalog/part.ts';

/** One file of a planned project. */
export interface PlannedFile {
  readonly text: string;
  readonly executable: boolean;
  /** The part whose template it is: the owner of the path. */
  readonly from: PartId;
}

/** Every file that a project consists of, in the order of its paths. Made in memory; nothing is on disk yet. */
export type Plan = ReadonlyMap<RelativePath, PlannedFile>;
