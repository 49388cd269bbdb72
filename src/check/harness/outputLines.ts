import type { Readable } from 'node:stream';

/** One line that a process printed. */
export interface OutputLine {
  readonly text: string;
  /** When its last byte arrived, in ms since the process was started. */
  readonly atMs: number;
}

/** The lines of one output stream as they arrive, with the time of each. */
export class OutputLines {
  readonly lines: OutputLine[] = [];
  private rest = Buffer.alloc(0);

  constructor(stream: Readable, clock: () => number) {
    stream.on('data', (chunk: Buffer) => this.take(chunk, clock()));
    // A pipe that breaks when its writer is killed is no news.
    stream.on('error', () => undefined);
  }

  /** All that arrived, an unfinished last line included. */
  get text(): string {
    return [...this.lines.map((line) => `${line.text}\n`), this.rest.toString('utf8')].join('');
  }

  /** The last lines, for messages. */
  last(count: number): string[] {
    const text = this.text.trimEnd();
    return text === '' ? [] : text.split('\n').slice(-count);
  }

  private take(chunk: Buffer, atMs: number): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([this.rest, chunk.subarray(from, end)]);
      this.lines.push({ text: line.toString('utf8'), atMs });
      this.rest = Buffer.alloc(0);
      from = end + 1;
    }
    this.rest = Buffer.concat([this.rest, chunk.subarray(from)]);
  }
}
