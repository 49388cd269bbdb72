import type { ExaminedApp } from '../app/examinedApp.ts';
import { parseObject } from '../harness/readLogs.ts';
import { timeLimit } from '../harness/timeLimit.ts';
import { secretsOf } from '../redact.ts';
import type { Factor } from '../requirement.ts';
import { type Exchange, LINE_LIMIT_MS } from '../scenarios/exercise.ts';
import { isBelow, shownPath } from '../scenarios/leftFiles.ts';
import { type Life, ordinaryLife } from '../scenarios/ordinaryLife.ts';
import { broken, holds, notChecked, type Verdict, verdictOf } from '../verdict.ts';

const SHOWN = 300;

export const logs: Factor = {
  number: 11,
  slug: 'logs',
  title: 'Logs',
  promise: 'It writes its events, one a line, to stdout, and leaves the rest to its environment.',
  requirements: [
    {
      id: 'logs.stdout',
      title: 'Events go to stdout as they happen',
      level: 'run',
      expected: `lines come through a pipe while it runs, that of a request within ${LINE_LIMIT_MS / 1000} s of its answer`,
      remedy:
        'Write the log to stdout, unbuffered (Python: PYTHONUNBUFFERED=1 or a logging handler on stdout).',
      examine: async (app) => judgeStream(await ordinaryLife(app, 'plain')),
    },
    {
      id: 'logs.one-event-a-line',
      title: 'Where the log is JSON, every line is',
      level: 'run',
      expected: 'each line of stdout is one JSON object, errors, stack traces and the end included',
      remedy:
        'Send the lines of the server, the libraries and of uncaught errors through the same formatter.',
      async examine(app) {
        const { stdout } = await ordinaryLife(app, 'plain');
        if (!isJson(stdout)) return notChecked(NOT_JSON);
        const bad = stdout.filter(({ text }) => parseObject(text) === undefined && !isBanner(text));
        const faults = bad.slice(0, 1).map(({ text }) => `a line is no JSON object: ${cut(text)}`);
        return verdictOf(faults, `${stdout.length} lines, each a JSON object`);
      },
    },
    {
      id: 'logs.requests',
      title: 'If it logs requests, each has one line',
      level: 'run',
      expected: 'one line a request, with its path and status',
      remedy: 'Write one access line for each request, whatever becomes of it, in one place.',
      examine: async (app) => judgeRequests(await ordinaryLife(app, 'plain')),
    },
    {
      id: 'logs.no-files',
      title: 'It writes no log files',
      level: 'run',
      expected: 'no file is a log, and none tells of a request',
      remedy: 'Write to stdout only: the environment routes and keeps the stream.',
      examine: async (app) => judgeFiles(app, await ordinaryLife(app, 'plain')),
    },
    {
      id: 'logs.no-secrets',
      title: 'No secret is shown',
      level: 'run',
      expected:
        'neither the secrets of the environment nor credentials and cookies of a request are in the log',
      remedy: 'Log what is needed by name, not whole environments, URLs or headers.',
      examine: async (app) => judgeSecrets(app, await ordinaryLife(app, 'plain')),
    },
    {
      id: 'logs.stderr-empty',
      title: 'Where the log is JSON on stdout, there is no second stream',
      level: 'run',
      expected: 'stderr stays empty',
      remedy: 'Send what libraries and the runtime write to stderr through the log.',
      async examine(app) {
        const { stdout, stderr } = await ordinaryLife(app, 'plain');
        if (!isJson(stdout)) return notChecked(NOT_JSON);
        const faults = stderr.slice(0, 1).map(({ text }) => `on stderr: ${cut(text)}`);
        return verdictOf(faults, 'nothing came on stderr');
      },
    },
  ],
};

const NOT_JSON = 'its lines are text, not JSON';

function judgeStream({ stdout, stderr, shutdown, exercise }: Life): Verdict {
  const { signalledAtMs } = shutdown;
  const inTime = stdout.filter(({ atMs }) => atMs < signalledAtMs);
  if (stdout.length === 0 && stderr.length > 0)
    return broken(`nothing came on stdout; ${stderr.length} lines came on stderr`, [
      cut(stderr[0]?.text ?? ''),
    ]);
  if (stdout.length === 0) return broken('nothing came on stdout, from its start to its end');
  if (inTime.length === 0)
    return broken(`all ${stdout.length} lines came when it ended: they were held back in a buffer`);
  const lags = exercise.unmistakable.flatMap(({ path, answeredAtMs }) => {
    const line = stdout.find(({ text }) => text.includes(path));
    return line === undefined ? [] : [line.atMs - answeredAtMs];
  });
  const lag = Math.round(Math.max(0, ...lags));
  if (lag > timeLimit(LINE_LIMIT_MS))
    return broken(`the line of a request came ${lag} ms after its answer`);
  const requests =
    lags.length === 0 ? 'none of them about a request' : `a request's within ${lag} ms`;
  return holds(`${inTime.length} lines came while it ran, ${requests}`);
}

function judgeRequests({ stdout, exercise }: Life): Verdict {
  const linesOf = (exchange: Exchange) =>
    stdout.filter(({ text }) => isAbout(text, exchange)).length;
  const counts = exercise.unmistakable.map((exchange) => ({
    name: `${exchange.method} ${exchange.path}, answered with ${exchange.status},`,
    lines: linesOf(exchange),
  }));
  if (exercise.exchanges.every((exchange) => linesOf(exchange) === 0))
    return notChecked('no line has the path and the status of a request: it logs none');
  const most = isJson(stdout) ? 1 : Number.POSITIVE_INFINITY;
  const faults = counts
    .filter(({ lines }) => lines === 0 || lines > most)
    .map(({ name, lines }) => `${name} has ${lines} lines, others have one`);
  return verdictOf(faults, 'each request has a line with its path and status');
}

/** Whether a line has the path of a request, as a word, and its status beside it. */
function isAbout(line: string, { path, status }: Exchange): boolean {
  const literal = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(^|[\\s"'=])${literal}($|[\\s"'?,;])`);
  return word.test(line) && new RegExp(`\\b${status}\\b`).test(line.replaceAll(path, ''));
}

function judgeFiles(app: ExaminedApp, { exercise, filesInUse, filesAtEnd }: Life): Verdict {
  const paths = exercise.unmistakable.map(({ path }) => path);
  // Not HOME: how npm starts a program is not the program's doing.
  const own = [app.place.directory, app.place.temporary];
  const files = [...filesInUse, ...filesAtEnd].filter(
    (file) =>
      paths.some((path) => file.tail.includes(path)) ||
      (/\.log(\.\w+)?$/i.test(file.path) && own.some((folder) => isBelow(file, folder))),
  );
  const shown = [...new Set(files.map((file) => shownPath(app, file)))];
  return verdictOf(
    shown.map((path) => `it wrote a log to ${path}`),
    'no file was a log or told of a request',
  );
}

function judgeSecrets(app: ExaminedApp, { stdout, stderr, exercise }: Life): Verdict {
  const secrets = [...exercise.canaries, ...secretsOf(app).filter(isTelling)];
  const needles = [...new Set(secrets.flatMap(formsOf))];
  const found = [...stdout, ...stderr].flatMap(({ text }) => {
    const needle = needles.find((candidate) => text.includes(candidate));
    return needle === undefined ? [] : [cut(text.replaceAll(needle, '[secret]'))];
  });
  const lines = stdout.length + stderr.length;
  return verdictOf(
    found.slice(0, 1).map((text) => `a line shows a secret: ${text}`),
    `none of ${secrets.length} secrets is in its ${lines} lines`,
  );
}

/** A short word, such as the password of a local database, is in many a line that has nothing to do with it. */
function isTelling(secret: string): boolean {
  return !/^[a-z]{1,12}$/i.test(secret);
}

function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), base64];
}

/** What npm says before it starts a script is no event of the app: an empty line, or `> name`. */
function isBanner(text: string): boolean {
  return text === '' || text.startsWith('> ');
}

function isJson(lines: Life['stdout']): boolean {
  const objects = lines.filter(({ text }) => parseObject(text) !== undefined);
  return objects.length > lines.length / 2;
}

function cut(text: string): string {
  return text.slice(0, SHOWN);
}
