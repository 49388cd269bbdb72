import { isTelling, type Strike } from '../scenarios/interruptedStart.ts';
import { broken, holds, notChecked, type Verdict } from '../verdict.ts';

/** Whether SIGTERM ends an app that starts: in the middle of it, or, in a short start, when it is ready. */
export function judgeStrikes(strikes: readonly Strike[]): Verdict {
  const heard = strikes.findLast(({ exit }) => exit !== undefined);
  const lost = strikes.filter(({ exit }) => exit === undefined);
  const telling = lost.filter((strike) => isTelling(strike) || !strike.early);
  if (heard !== undefined && (heard.early || telling.length === 0)) return holds(textOf(heard));
  if (telling.length > 0) return broken('SIGTERM while it started was lost', telling.map(textOf));
  return notChecked('no moment in the middle of its start was met: each takes another time');
}

function textOf({ at, early, ready, exit }: Strike): string {
  const when = early ? '' : ', when it was just ready,';
  const sent = `SIGTERM ${Math.round(at.ms)} ms after the start${when}`;
  if (exit !== undefined) return `${sent} ended it in ${Math.round(exit.atMs - at.ms)} ms`;
  const went = ready === undefined ? 'still ran' : `served after ${Math.round(ready.ms)} ms`;
  return `${sent} did nothing: it ${went}`;
}
