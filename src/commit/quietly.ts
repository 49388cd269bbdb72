/** Cleans up: a failure of that must not hide why it is done, and the next run sweeps what stays. */
export function quietly(step: () => void): void {
  try {
    step();
  } catch {}
}
