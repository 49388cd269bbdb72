/**
 * A time limit in ms for this machine: `CHECK_TIME_SCALE` (default 1) stretches every limit alike,
 * so that a slow or busy machine does not turn a healthy app into a broken one.
 */
export function timeLimit(ms: number): number {
  const scale = Number(process.env.CHECK_TIME_SCALE ?? 1);
  return Number.isFinite(scale) && scale > 0 ? ms * scale : ms;
}
