/** One request that is wrong as HTTP or hard to bear, as bytes. */
export interface MalformedRequest {
  readonly what: string;
  readonly bytes: Buffer;
  /** `refused`: a 4xx (or 501, 505), or the connection closed. `survived`: anything but a 5xx or silence. */
  readonly expected: 'refused' | 'survived';
}

const HOST = 'Host: x\r\n';
const JSON_HEAD = `POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

/** The bytes of a text of Latin-1 characters. */
const raw = (text: string) => Buffer.from(text, 'latin1');
const refused = (what: string, text: string): MalformedRequest => ({
  what,
  bytes: raw(text),
  expected: 'refused',
});
const survived = (what: string, text: string): MalformedRequest => ({
  what,
  bytes: raw(text),
  expected: 'survived',
});
const get = (headers: string) => `GET /livez HTTP/1.1\r\n${HOST}${headers}\r\n`;
const line = (requestLine: string) => `${requestLine}\r\n${HOST}\r\n`;
const body = (text: string) => `${JSON_HEAD}Content-Length: ${raw(text).length}\r\n\r\n${text}`;
const chunks = (text: string) => `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n${text}`;

const REQUEST_LINES: readonly MalformedRequest[] = [
  refused('no HTTP at all', 'hello\r\n\r\n'),
  refused('only a newline and blanks', '\r\n \r\n\r\n'),
  refused('a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
  refused('null bytes', '\0\0\0\0\0\0\0\0\r\n\r\n'),
  survived('no version, as HTTP/0.9 had it', line('GET /livez')),
  refused('no path', line('GET  HTTP/1.1')),
  refused('a version that is none', line('GET /livez HTTP/x.y')),
  refused('HTTP/3.0 in text', line('GET /livez HTTP/3.0')),
  refused('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  refused('a method with a bracket', line('GE[T /livez HTTP/1.1')),
  refused('a method of control characters', line('G\x01T /livez HTTP/1.1')),
  refused('an unknown method', line('BREW /livez HTTP/1.1')),
  refused('a blank in the path', line('GET /li vez HTTP/1.1')),
  refused('a path of 70,000 characters', line(`GET /${'a'.repeat(70_000)} HTTP/1.1`)),
  survived('a null byte in the path, encoded', line('GET /%00 HTTP/1.1')),
  survived('a path that leaves the root', line('GET /../../../../etc/passwd HTTP/1.1')),
  survived('the same, encoded', line('GET /..%2f..%2f..%2fetc%2fpasswd HTTP/1.1')),
  survived('an encoding that is none', line('GET /%zz%f HTTP/1.1')),
  survived('bytes that are not UTF-8, encoded', line('GET /%ff%fe HTTP/1.1')),
  survived('bytes that are not ASCII', line('GET /\xff\xfe HTTP/1.1')),
  survived('a whole URL', line('GET http://user:canary7f3a@x/livez HTTP/1.1')),
  survived('an asterisk', line('OPTIONS * HTTP/1.1')),
];

const HEADERS: readonly MalformedRequest[] = [
  refused('no colon', get('NoColonHere\r\n')),
  refused('a blank before the colon', get('Content-Length : 0\r\n')),
  refused('a header name with a null byte', get('X-\0: 1\r\n')),
  refused('a header value with a null byte', get('X-A: 1\x002\r\n')),
  refused('a header of 300,000 bytes', get(`X-Long: ${'x'.repeat(300_000)}\r\n`)),
  refused(
    '10,000 headers',
    get(Array.from({ length: 10_000 }, (_, i) => `X-${i}: 1\r\n`).join('')),
  ),
  survived('text that is not ASCII in a header', get('X-A: \xff\xe9\xfe\r\n')),
  survived('an escape sequence in a header', get('User-Agent: \x1b[31mred\r\n')),
];

const FRAMING: readonly MalformedRequest[] = [
  refused('a negative length', `${JSON_HEAD}Content-Length: -1\r\n\r\n{}`),
  refused('a length that is no number', `${JSON_HEAD}Content-Length: two\r\n\r\n{}`),
  refused('a length with a plus sign', `${JSON_HEAD}Content-Length: +2\r\n\r\n{}`),
  refused('two different lengths', `${JSON_HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `),
  refused('a list of lengths', `${JSON_HEAD}Content-Length: 2, 3\r\n\r\n{} `),
  refused(
    'a length and chunks',
    `${JSON_HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ),
  refused('an unknown transfer encoding', `${JSON_HEAD}Transfer-Encoding: banana\r\n\r\n{}`),
  refused('chunked twice', `${JSON_HEAD}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`),
  refused('a chunk size that is no number', chunks('zz\r\n{}\r\n0\r\n\r\n')),
  refused('a negative chunk size', chunks('-2\r\n{}\r\n0\r\n\r\n')),
  refused('a chunk longer than its size', chunks('1\r\n{}\r\n0\r\n\r\n')),
  refused('fewer bytes than declared', `${JSON_HEAD}Content-Length: 50\r\n\r\n{}`),
  refused('chunks that never end', chunks('2\r\n{}\r\n')),
  refused('a length of 30 digits', `${JSON_HEAD}Content-Length: ${'9'.repeat(30)}\r\n\r\n{}`),
];

const BODIES: readonly MalformedRequest[] = [
  survived('nesting of 100,000 arrays', body(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
  survived('nesting of 100,000 objects', body(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)),
  survived('half of a surrogate pair', body('{"a":"\\ud800"}')),
  survived('a number too large for a double', body('{"a":1e400}')),
  survived('an integer of 10,000 digits', body(`{"a":${'7'.repeat(10_000)}}`)),
  survived('the same member twice', body('{"a":1,"a":2}')),
  survived('a name that is special elsewhere', body('{"__proto__":{"a":1},"__class__":1}')),
  survived(
    'a charset that does not exist',
    body('{}').replace('json\r\n', 'json; charset=banana\r\n'),
  ),
  survived(
    'an encoding that does not exist',
    body('{}').replace('json\r\n', 'json\r\nContent-Encoding: banana\r\n'),
  ),
  survived('a form', body('a=1').replace('application/json', 'application/x-www-form-urlencoded')),
  survived('no content type', body('{"a":1}').replace('Content-Type: application/json\r\n', '')),
];

/** Requests that a server on the open internet gets; it must refuse or bear each, and go on. */
export const malformedRequests = [...REQUEST_LINES, ...HEADERS, ...FRAMING, ...BODIES];
