import { inConfig, inMain, inServer, type Mutant } from './mutant.ts';

const EACH = 'each wrong value';

/** Every way to mishandle the environment that was seen in real apps. */
export const environmentMutants: readonly Mutant[] = [
  {
    name: 'ends with 1',
    edits: inConfig('exit(78)', 'exit(1)'),
    caughtBy: EACH,
    saying: /ended with 1, not 78/,
  },
  {
    name: 'shows the value',
    edits: inConfig("must be an integer'", "must be an integer: ' + value"),
    caughtBy: EACH,
    saying: /showed the value/,
  },
  {
    name: 'takes an empty variable for a value',
    edits: inConfig("env[name] === '' ? undefined : env[name]", 'env[name]'),
    caughtBy: 'an empty optional variable',
    saying: /ended with 78 before ready/,
  },
  {
    name: 'lets an empty required variable pass',
    edits: inConfig("value === undefined || value === ''", 'value === undefined').concat(
      inConfig("value.length < 8 ? fail(name, 'is too short') : value", 'value'),
      inConfig(
        "env[name] === '' ? undefined : env[name]",
        "env[name] === '' && name === 'PORT' ? undefined : env[name]",
      ),
    ),
    caughtBy: EACH,
    saying: /API_TOKEN empty: still ran/,
  },
  {
    name: 'trims',
    edits: inConfig('/^-?[0-9]+$/.test(value)', '/^-?[0-9]+$/.test(value.trim())'),
    caughtBy: EACH,
    saying: /a blank before: /,
  },
  {
    name: 'takes a newline for the end',
    edits: inConfig('/^-?[0-9]+$/.test(value)', '/^-?[0-9]+$/m.test(value)'),
    caughtBy: EACH,
    saying: /a newline after: /,
  },
  {
    name: 'does not look at the range',
    edits: inConfig('number < minimum || number > maximum', 'false'),
    caughtBy: EACH,
    saying: /PORT (a huge number|below the minimum): /,
  },
  {
    name: 'takes any scheme',
    edits: inConfig('/^https?:$/.test', '/:$/.test'),
    caughtBy: EACH,
    saying: /UPSTREAM_URL another scheme: still ran/,
  },
  {
    name: 'has a default for a secret',
    edits: inConfig(
      "fail(name, 'is missing');\n    return value.length",
      "'changeme1'; return value.length",
    ),
    caughtBy: EACH,
    saying: /API_TOKEN unset: still ran/,
  },
  {
    name: 'stops at the first error',
    edits: inConfig("errors.join('\\n')", 'errors[0]'),
    caughtBy: 'all errors are reported',
    saying: /named \w+ 0 times/,
  },
  {
    name: 'reports on stdout',
    edits: inConfig('process.stderr.write', 'process.stdout.write'),
    caughtBy: EACH,
    saying: /wrote to stdout/,
  },
  {
    name: 'adds a stack trace',
    edits: inConfig('process.exit(78)', 'console.error(new Error().stack);\n  process.exit(78)'),
    caughtBy: EACH,
    saying: /wrote to stderr: Error/,
  },
  {
    name: 'listens before it looks at its environment',
    edits: inMain(
      'const { readConfig }',
      "await new Promise((resolve) => import('node:http').then(({ createServer }) => createServer().listen(0, resolve)));\nawait new Promise((resolve) => setTimeout(resolve, 200));\nconst { readConfig }",
    ),
    caughtBy: EACH,
    saying: /listened on/,
  },
  {
    name: 'has a check-config that is content with anything',
    edits: inMain(
      'const config = readConfig(process.env);',
      "if (process.argv[2] === 'check-config') process.exit(0);\nconst config = readConfig(process.env);",
    ),
    caughtBy: 'all errors are reported',
    saying: /check-config: ended with 0, not 78/,
  },
  {
    name: 'has a check-config that says nothing',
    edits: inMain("console.log('the environment is valid')", "''"),
    caughtBy: 'check-config says so',
    saying: /printed no verdict/,
  },
  {
    name: 'reads .env',
    edits: inMain(
      'const config = readConfig(process.env);',
      "const { parse } = await import('node:querystring');\ntry {\n  const text = (await import('node:fs')).readFileSync('.env', 'utf8');\n  process.env = { ...parse(text.trim(), '\\n'), ...process.env };\n} catch {}\nconst config = readConfig(process.env);",
    ),
    caughtBy: 'a .env file',
    saying: /only in \.env: still ran|ended with 78/,
  },
  {
    name: 'has groups of settings',
    edits: inServer(
      "service: 'good', version: config.version })",
      "service: 'good', version: process.env.NODE_ENV ?? config.version })",
    ),
    caughtBy: 'variables that are not declared',
    saying: /deeply equal/,
  },
  {
    name: 'does not know NAME_FILE',
    edits: inConfig('text(`${name}_FILE`)', 'undefined'),
    caughtBy: 'NAME_FILE',
    saying: /API_TOKEN_FILE was not taken/,
  },
  {
    name: 'keeps the newline of a file',
    edits: inConfig("replace(/\\n$/, '')", "replace(/^$/, '')").concat(
      inConfig('value.length < 8 ?', "value.length < 8 || value.endsWith('\\n') ?"),
    ),
    caughtBy: 'NAME_FILE',
    saying: /API_TOKEN_FILE was not taken/,
  },
];
