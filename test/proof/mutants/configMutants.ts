import { edits, type Mutant } from '../mutant.ts';

const READ_SECRET =
  "if (value === undefined) return fail(name, 'is missing');\n    return value.length";

export const configMutants: readonly Mutant[] = [
  {
    name: 'starts without a required variable',
    app: 'node',
    breaks: 'config.missing',
    edits: edits('config.mjs', [
      READ_SECRET,
      'if (value === undefined) return undefined;\n    return value.length',
    ]),
    saying: /API_TOKEN/,
  },
  {
    name: 'tries again for ever when its environment is bad',
    app: 'python',
    breaks: 'config.missing',
    edits: edits('guestbook/config.py', [
      '        sys.exit(78)\n',
      '        import os\n        import time\n\n        time.sleep(0.5)\n        os.execv(sys.executable, [sys.executable, "-m", "guestbook", *sys.argv[1:]])\n',
    ]),
    saying: /still ran|still runs|did not end|restart/i,
  },
  {
    name: 'stops for a missing variable without naming it',
    app: 'node',
    breaks: 'config.missing',
    edits: edits('config.mjs', [
      "process.stderr.write(`${errors.join('\\n')}\\n`);",
      "process.stderr.write('bad config\\n');",
    ]),
    saying: /nam/,
  },
  {
    name: 'takes an empty variable for a value',
    app: 'python',
    breaks: 'config.empty',
    edits: edits(
      'guestbook/config.py',
      ['        if not text:\n', '        if name not in env:\n'],
      ['elif len(text) < shortest:', 'elif 0 < len(text) < shortest:'],
      ['if config.redis_url and not is_redis_url', 'if config.redis_url and not is_redis_url'],
    ),
    saying: /API_TOKEN|REDIS_URL/,
  },
  {
    name: 'makes what it can of a malformed number',
    app: 'node',
    breaks: 'config.malformed',
    edits: edits('config.mjs', [
      "if (!/^-?[0-9]+$/.test(value)) return fail(name, 'must be an integer');\n    const number = Number(value);",
      'const number = Number.parseInt(value, 10) || fallback;',
    ]),
    saying: /PORT|SHUTDOWN_TIMEOUT/,
  },
  {
    name: 'checks the environment of web only',
    app: 'python',
    breaks: 'config.all-processes',
    edits: edits('guestbook/config.py', [
      '    if errors:\n',
      '    if errors and sys.argv[1] == "web":\n',
    ]),
    saying: /worker|migrate|release/,
  },
  {
    name: 'shows the value that it rejects',
    app: 'node',
    breaks: 'config.no-values-shown',
    edits: edits(
      'config.mjs',
      [
        "if (value !== value.trim() || !URL.canParse(value)) return fail(name, 'is not a URL');",
        "if (value !== value.trim() || !URL.canParse(value)) return fail(name, `'${value}' is not a URL`);",
      ],
      [
        "return value.length < 8 ? fail(name, 'is too short') : value;",
        "return value.length < 8 ? fail(name, `'${value}' is too short`) : value;",
      ],
      [
        "if (!schemes.includes(protocol)) return fail(name, 'has another scheme than redis');",
        "if (!schemes.includes(protocol)) return fail(name, `'${value}' is no redis URL`);",
      ],
    ),
    saying: /show|print/i,
  },
  {
    name: 'has a default for a secret',
    app: 'python',
    breaks: 'config.no-default-secrets',
    edits: [
      ...edits(
        'env.schema.json',
        [
          '"minLength": 8, "x-secret": true,',
          '"minLength": 8, "default": "change-me-please", "x-secret": true,',
        ],
        ['"required": ["API_TOKEN", "REDIS_URL"]', '"required": ["REDIS_URL"]'],
      ),
      ...edits('guestbook/config.py', [
        'text = env.get(name, "")\n        if not text',
        'text = env.get(name) or ("change-me-please" if shortest > 1 else "")\n        if not text',
      ]),
    ],
    saying: /API_TOKEN/,
  },
  {
    name: 'reads a .env file',
    app: 'node',
    breaks: 'config.dotenv-ignored',
    edits: edits('main.mjs', [
      'const config = readConfig(process.env);',
      "const { existsSync, readFileSync } = await import('node:fs');\nconst lines = existsSync('.env') ? readFileSync('.env', 'utf8').split('\\n') : [];\nfor (const line of lines) if (/^\\w+=/.test(line)) process.env[line.split('=')[0]] = line.slice(line.indexOf('=') + 1);\nconst config = readConfig(process.env);",
    ]),
    saying: /\.env/,
  },
  {
    name: 'takes its version from the code whatever the environment says',
    app: 'python',
    breaks: 'config.takes-effect',
    edits: edits(
      'guestbook/config.py',
      ['version=env.get("RELEASE_VERSION") or "dev"', 'version="dev"'],
      ['port=integer("PORT", 1, 65535, 8000)', 'port=integer("PORT", 1, 65535, 8000) and 18_437'],
    ),
    saying: /PORT|RELEASE_VERSION/,
  },
  {
    name: 'forgets a variable in .env.example',
    app: 'node',
    breaks: 'config.declared',
    edits: edits('.env.example', [
      '# a secret; make one with: openssl rand -hex 32\nAPI_TOKEN=\n',
      '',
    ]),
    saying: /API_TOKEN/,
  },
  {
    name: 'forgets a required variable in compose',
    app: 'python',
    breaks: 'config.declared',
    edits: edits('compose.yaml', ['      API_TOKEN: "${API_TOKEN:?make one}"\n', '']),
    saying: /API_TOKEN/,
  },
];
