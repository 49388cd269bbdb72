import type { Host } from '../host/host.ts';

/** The part of the outside world that the steps touch. */
export interface StepHost extends Pick<Host, 'environment' | 'shell'> {
  readonly terminal: Pick<Host['terminal'], 'progress'>;
  readonly signals: Pick<Host['signals'], 'received'>;
}
