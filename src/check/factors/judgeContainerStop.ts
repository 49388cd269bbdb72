import { type ContainerLife, STOP_GRACE_S } from '../scenarios/containerLife.ts';
import { broken, holds, notChecked, type Verdict } from '../verdict.ts';

/** The exit codes of a container that ended by itself: as it liked, or by the signal. */
const BY_ITSELF = [0, 143];

/** Whether `docker stop` was graceful: what was in flight came back whole, and nothing had to be killed. */
export function judgeContainerStop(life: ContainerLife): Verdict {
  const { answered, inFlight, stopMs, exitCode } = life;
  if (!answered)
    return notChecked('the container did not answer: see processes.hardened-container');
  const took = `after ${(stopMs / 1000).toFixed(1)} s`;
  if (exitCode === 137)
    return broken(`docker stop had to kill it ${took}: it took no notice within ${STOP_GRACE_S} s`);
  if (inFlight === undefined)
    return notChecked(`it ended with ${exitCode} ${took}, but no request could be held in flight`);
  if (inFlight.kind !== 'response')
    return broken(`the request in flight at docker stop was lost: ${inFlight.kind}`);
  const { status } = inFlight.response;
  if (status < 200 || status > 299)
    return broken(`the request in flight at docker stop was answered with ${status}`);
  if (!BY_ITSELF.includes(exitCode)) return broken(`it ended with ${exitCode} ${took}`);
  return holds(`the request in flight was answered, and it ended with ${exitCode} ${took}`);
}
