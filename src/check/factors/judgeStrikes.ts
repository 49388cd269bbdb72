import { broken, holds, type Verdict } from '../requirement.ts';
import type { Strike } from '../scenarios/interruptedStart.ts';

/** Of the signals in the middle of a start, if its start is long enough for one, any that was heard will do. */
export function judgeStrikes(strikes: readonly Strike[]): Verdict {
  const early = strikes.filter(({ ready }) => !ready);
  const counted = early.length > 0 ? early : strikes;
  const heard = counted.find(({ exit }) => exit !== undefined);
  if (heard !== undefined) return holds(strikeSentence(heard));
  return broken('SIGTERM while it started was lost', counted.map(strikeSentence));
}

function strikeSentence({ atMs, ready, exit, wentOn }: Strike): string {
  const sent = `SIGTERM ${Math.round(atMs)} ms after the start${ready ? ', when it was just ready,' : ''}`;
  if (exit !== undefined) return `${sent} ended it in ${Math.round(exit.atMs - atMs)} ms`;
  return `${sent} did nothing: it ${wentOn ? 'went on and served' : 'still ran'}`;
}
