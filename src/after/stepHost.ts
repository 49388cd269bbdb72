import type { Host } from '../host/host.ts';

/** The part of the outside world that a step with visible progress touches. */
export interface StepHost extends Pick<Host, 'environment' | 'shell'> {
  readonly terminal: Pick<Host['terminal'], 'progress'>;
}
