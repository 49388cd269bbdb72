import type { RelativePath } from '../catalog/contribution.ts';

export type ChangeKind =
  | 'create'
  | 'replace'
  | 'merge'
  | 'conflict'
  | 'delete'
  | 'keep'
  | 'stays-deleted';

/** What must happen to one path on disk. */
export interface Change {
  readonly kind: ChangeKind;
  readonly path: RelativePath;
  /** The whole new text, for the kinds that write. */
  readonly text?: string;
  readonly executable?: boolean;
  /** Why, where the kind alone does not say it: `adopted`, `orphan`, … */
  readonly note?: string;
  /** The id of the bytes that were on disk when this was decided; other bytes there refuse the commit. */
  readonly was?: string;
}
