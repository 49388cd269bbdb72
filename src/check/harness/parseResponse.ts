/** A complete HTTP/1.1 response. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; a repeated header is joined with ', '. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type Parsed =
  | { readonly state: 'incomplete' }
  | { readonly state: 'bad'; readonly reason: string }
  | { readonly state: 'complete'; readonly response: HttpResponse; readonly used: number };

const INCOMPLETE: Parsed = { state: 'incomplete' };

/**
 * Reads one response from the start of `bytes`. `ended` says that the server has closed, which
 * completes a body without a length. Interim responses (1xx) are skipped.
 */
export function parseResponse(bytes: Buffer, method: string, ended: boolean): Parsed {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return INCOMPLETE;
  const [statusLine = '', ...headerLines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const [, digits] = /^HTTP\/1\.[01] ([1-5]\d\d)( |$)/.exec(statusLine) ?? [];
  if (digits === undefined) return bad(`status line: ${statusLine.slice(0, 80)}`);
  const headers = readHeaders(headerLines);
  if (headers === undefined) return bad('a header line has no colon');
  const status = Number(digits);
  const start = headEnd + 4;
  if (status < 200) return shift(parseResponse(bytes.subarray(start), method, ended), start);
  if (method === 'HEAD' || status === 204 || status === 304) {
    return complete(status, headers, Buffer.alloc(0), start);
  }
  if (/chunked/i.test(headers['transfer-encoding'] ?? '')) {
    return readChunked(bytes, start, status, headers);
  }
  return readPlain(bytes, start, status, headers, ended);
}

function readPlain(
  bytes: Buffer,
  start: number,
  status: number,
  headers: Record<string, string>,
  ended: boolean,
): Parsed {
  const declared = headers['content-length'];
  if (declared === undefined) {
    return ended ? complete(status, headers, bytes.subarray(start), bytes.length) : INCOMPLETE;
  }
  if (!/^\d+$/.test(declared)) return bad(`content-length: ${declared}`);
  const end = start + Number(declared);
  return bytes.length < end
    ? INCOMPLETE
    : complete(status, headers, bytes.subarray(start, end), end);
}

function readChunked(
  bytes: Buffer,
  start: number,
  status: number,
  headers: Record<string, string>,
): Parsed {
  const chunks: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return INCOMPLETE;
    const size = /^([0-9a-f]+)/i.exec(bytes.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) return bad('a chunk has no size');
    const dataStart = lineEnd + 2;
    const dataEnd = dataStart + Number.parseInt(size, 16);
    if (bytes.length < dataEnd + 2) return INCOMPLETE;
    if (dataEnd === dataStart) return complete(status, headers, Buffer.concat(chunks), dataEnd + 2);
    chunks.push(bytes.subarray(dataStart, dataEnd));
    at = dataEnd + 2;
  }
}

function readHeaders(lines: readonly string[]): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

function complete(
  status: number,
  headers: Record<string, string>,
  body: Buffer,
  used: number,
): Parsed {
  return { state: 'complete', response: { status, headers, body }, used };
}

function bad(reason: string): Parsed {
  return { state: 'bad', reason };
}

function shift(parsed: Parsed, by: number): Parsed {
  return parsed.state === 'complete' ? { ...parsed, used: parsed.used + by } : parsed;
}
