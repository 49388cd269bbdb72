import { edits, type Mutant } from '../mutant.ts';

export const backingServicesMutants: readonly Mutant[] = [
  {
    name: 'falls back to a database on its own machine',
    app: 'node',
    breaks: 'backing-services.no-fallback',
    edits: edits('config.mjs', [
      "const value = text(name);\n    if (value === undefined) return fail(name, 'is missing');\n    if (value !== value.trim()",
      "const value = text(name) ?? 'redis://127.0.0.1:6379/0';\n    if (value !== value.trim()",
    ]),
    saying: /REDIS_URL/,
  },
  {
    name: 'always uses the first database, whichever the URL names',
    app: 'python',
    breaks: 'backing-services.swap',
    edits: edits('guestbook/resp.py', [
      'if len(self._url.path) > 1:',
      'if len(self._url.path) > 99:',
    ]),
    saying: /REDIS_URL|notes/,
  },
  {
    name: 'ends when its service is away',
    app: 'node',
    breaks: 'backing-services.outage',
    edits: edits('redis.mjs', [
      "socket.on('error', (error) => this.#drop(error));",
      "socket.on('error', () => process.exit(1));",
    ]),
    saying: /ended|exit/i,
  },
  {
    name: 'says ready while its service is away',
    app: 'python',
    breaks: 'backing-services.outage',
    edits: edits('guestbook/web.py', [
      '        except OSError:\n            return 503, {"status": "unavailable"}\n        return 200',
      '        except OSError:\n            pass\n        return 200',
    ]),
    saying: /ready/,
  },
  {
    name: 'waits without end for a service that does not answer',
    app: 'python',
    breaks: 'backing-services.outage',
    edits: edits(
      'guestbook/resp.py',
      ['CONNECT_SECONDS = 1.0', 'CONNECT_SECONDS = 900.0'],
      ['REPLY_SECONDS = 1.5', 'REPLY_SECONDS = 900.0'],
    ),
    saying: /answer|ms|s\b/,
  },
  {
    name: 'never connects again once a connection was lost',
    app: 'node',
    breaks: 'backing-services.recovers',
    edits: edits('redis.mjs', ['    this.#socket = undefined;\n', '']),
    saying: /recover|again|ready/,
  },
  {
    name: 'reports to a server that nobody declared',
    app: 'node',
    breaks: 'backing-services.declared-connections',
    edits: edits('web.mjs', [
      'const redis = new Redis(config);\n  let draining',
      "const redis = new Redis(config);\n  (await import('node:net')).connect({ host: '192.0.2.1', port: 4318 }).on('error', () => {}).unref();\n  let draining",
    ]),
    saying: /192\.0\.2\.1/,
  },
  {
    name: 'looks up the name of a server that nobody declared',
    app: 'python',
    breaks: 'backing-services.declared-connections',
    edits: edits('guestbook/web.py', [
      'def serve(config: Config) -> None:\n',
      'def report(address: tuple[str, int]) -> None:\n    import socket\n\n    try:\n        socket.create_connection(address, timeout=5)\n    except OSError:\n        pass\n\n\ndef serve(config: Config) -> None:\n    threading.Thread(target=report, args=[("192.0.2.9", 443)], daemon=True).start()\n',
    ]),
    saying: /192\.0\.2\.9/,
  },
];
