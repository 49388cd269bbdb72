import { StringDecoder } from 'node:string_decoder';
import { printable } from '../errors.ts';

const LINES_KEPT = 20;
const LINE_LIMIT = 4_096;
const STDOUT_LIMIT = 1024 * 1024;

/** Keeps what the result promises of two streams, however much they say. */
export function collectOutput(onLine: (line: string) => void = () => undefined) {
  const lastLines: string[] = [];
  const kept: Buffer[] = [];
  let room = STDOUT_LIMIT;
  const addLine = (line: string) => {
    const shown = visible(line.length > LINE_LIMIT ? line.slice(0, LINE_LIMIT) : line);
    if (lastLines.push(shown) > LINES_KEPT) lastLines.shift();
    onLine(shown);
  };
  const out = lineReader(addLine);
  const err = lineReader(addLine);
  const stdout = (chunk: Buffer) => {
    if (room > 0) kept.push(Buffer.from(chunk.subarray(0, room)));
    room -= Math.min(room, chunk.length);
    out.read(chunk);
  };
  const result = () => {
    out.end();
    err.end();
    return { stdout: Buffer.concat(kept).toString('utf8'), lastLines };
  };
  return { stdout, stderr: err.read, result };
}

/** Most lines are plain ASCII: asking first makes a flood three times as fast. */
function visible(line: string): string {
  return /[^ -~]/.test(line) ? printable(line.replaceAll('\t', '    ')) : line;
}

/** Cuts a stream into lines that are not blank; a progress bar's carriage return ends a line too. */
function lineReader(addLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const read = (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).replaceAll('\r', '\n').split('\n');
    rest = (lines.pop() ?? '').slice(0, LINE_LIMIT);
    for (const line of lines) if (/\S/.test(line)) addLine(line);
  };
  const end = () => {
    if (/\S/.test(rest)) addLine(rest);
    rest = '';
  };
  return { read, end };
}
