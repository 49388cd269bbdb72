import type { OutputLine } from './outputLines.ts';

/** One line of a log that is what it should be. */
export interface LogRecord {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly service: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

export interface ReadLogs {
  readonly records: readonly LogRecord[];
  /** One sentence for each line that is not a log record. */
  readonly faults: readonly string[];
}

const FIELDS = ['time', 'level', 'message', 'service', 'version'] as const;
const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'];
/** RFC 3339, UTC, milliseconds. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$/;

/** Reads log lines, each of which must be one JSON object with the fields; the others are faults. */
export function readLogs(lines: readonly OutputLine[]): ReadLogs {
  const records: LogRecord[] = [];
  const faults: string[] = [];
  for (const { text } of lines) {
    const record = parseObject(text);
    const fault = record === undefined ? 'is not a JSON object' : faultOf(record);
    if (fault === undefined) records.push(record as LogRecord);
    else faults.push(`${fault}: ${text.slice(0, 300)}`);
  }
  return { records, faults };
}

/** Whether a record is the access line of a request. */
export function isAccessRecord(record: LogRecord): boolean {
  return 'method' in record && 'path' in record && 'status' in record && 'duration_ms' in record;
}

/** The JSON object that a line is, or undefined when it is something else. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(record: Record<string, unknown>): string | undefined {
  const missing = FIELDS.filter((field) => typeof record[field] !== 'string');
  if (missing.length > 0) return `has no text in ${missing.join(', ')}`;
  const time = String(record.time);
  if (!TIME.test(time) || Number.isNaN(Date.parse(time)))
    return 'has a time that is not RFC 3339 UTC ms';
  if (!LEVELS.includes(String(record.level))) return 'has an unknown level';
  return undefined;
}
