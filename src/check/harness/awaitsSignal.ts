import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * Whether a process catches a signal, or has blocked it to fetch it itself. The kernel drops what is
 * sent to a PID 1 that does neither, for good. Undefined when the process is gone.
 */
export function awaitsSignal(pid: number, signal: NodeJS.Signals): boolean | undefined {
  const status = readStatus(pid);
  if (status === undefined) return undefined;
  const bit = 1n << BigInt(constants.signals[signal] - 1);
  return ['SigCgt', 'SigBlk'].some((mask) => (maskOf(status, mask) & bit) !== 0n);
}

function maskOf(status: string, name: string): bigint {
  const [, digits = '0'] = new RegExp(`^${name}:\\s*([0-9a-f]+)$`, 'm').exec(status) ?? [];
  return BigInt(`0x${digits}`);
}

function readStatus(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
}
