/** Something that happened to a process of the app. */
export interface TimelineEvent {
  /** In ms since the check began. */
  readonly atMs: number;
  /** Which run of the app. */
  readonly run: string;
  readonly event: string;
}
