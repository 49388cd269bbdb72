import { ANSWER_LIMIT_MS, type Outage, type ServiceOutages } from '../scenarios/outage.ts';
import { NotChecked, type Verdict, verdictOf } from '../verdict.ts';

/** The two ways of being away, in words. */
export const NAMES = {
  refused: 'its connections were refused',
  silent: 'it did not answer',
} as const;

/** The verdict on what was seen of every service that could be taken away. */
export function judgeOutages(
  seen: readonly ServiceOutages[],
  faultsOf: (outage: Outage) => readonly string[],
  textOf: (outage: Outage) => string,
): Verdict {
  const faults = seen.flatMap(({ variable, outages: all }) =>
    all.flatMap((outage) => faultsOf(outage).map((fault) => `${variable}: ${fault}`)),
  );
  const played = seen.filter(({ skipped }) => skipped === undefined);
  const skipped = seen.flatMap((one) =>
    one.skipped === undefined ? [] : [`${one.variable}: ${one.skipped}`],
  );
  if (played.length === 0) throw new NotChecked(skipped.join('; '));
  const texts = played.map(
    ({ variable, outages: all }) => `${variable}: ${all.map(textOf).join(', ')}`,
  );
  return verdictOf(faults, texts.join('; '));
}

/** What was wrong during an outage. Ready although a request fails for it: then no balancer knows. */
export function outageFaults({
  absence,
  replies,
  live,
  unready,
  ended,
}: Outage): readonly string[] {
  const when = `while ${NAMES[absence]}`;
  if (ended !== undefined) return [`${ended} ${when}`];
  const unanswered = replies.filter(({ status }) => status === undefined);
  const failed = replies.find(({ status }) => status !== undefined && status >= 500);
  return [
    ...unanswered.map(
      ({ request }) => `${request} got no answer within ${ANSWER_LIMIT_MS / 1000} s ${when}`,
    ),
    ...(live !== undefined && live.status !== 200
      ? [`${live.request} answered ${live.status ?? 'nothing'} ${when}, as if a restart would help`]
      : []),
    ...(unready === false && failed !== undefined
      ? [`it said that it was ready ${when}, and ${failed.request} answered ${failed.status}`]
      : []),
  ];
}

/** How an app fared that did well. */
export function outageText({ absence, replies }: Outage): string {
  const slowest = Math.max(0, ...replies.map(({ afterMs }) => afterMs));
  return `alive, and answered within ${Math.round(slowest)} ms, while ${NAMES[absence]}`;
}
