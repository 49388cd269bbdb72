import type { TimelineEvent } from '../timelineEvent.ts';

/** One run of a process of the app, with what happened to it. */
export interface Lane {
  readonly run: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly events: readonly TimelineEvent[];
}

/** The runs of a timeline in the order of their starts. Runs may share a name, one after or beside the other. */
export function timelineLanes(
  timeline: readonly TimelineEvent[],
  durationMs: number,
): readonly Lane[] {
  const lanes: TimelineEvent[][] = [];
  for (const event of timeline) {
    const open = lanes.findLast(
      ([first, ...more]) => first?.run === event.run && !more.some(isEnd),
    );
    if (open === undefined || event.event === 'started') lanes.push([event]);
    else open.push(event);
  }
  return lanes.map((events) => {
    const [first, last] = [events[0], events.at(-1)];
    return {
      run: first?.run ?? '',
      startMs: first?.atMs ?? 0,
      endMs: last !== undefined && isEnd(last) ? last.atMs : durationMs,
      events,
    };
  });
}

function isEnd({ event }: TimelineEvent): boolean {
  return event.startsWith('ended');
}
