import { edits, type Mutant } from '../mutant.ts';

const SERVE = 'export async function serve(config, log, onStop) {\n';

export const buildMutants: readonly Mutant[] = [
  {
    name: 'needs the URL of its database to build',
    app: 'node',
    breaks: 'build-release-run.build-needs-no-config',
    edits: edits('twelve-factor.check.json', ['["npm ci --omit=dev"]', '["node build.mjs"]']),
    files: {
      'build.mjs': "if (!process.env.REDIS_URL) throw new Error('REDIS_URL is not set');\n",
    },
    saying: /REDIS_URL|build/,
  },
  {
    name: 'writes its release into its own code when it starts',
    app: 'node',
    breaks: 'build-release-run.unchanged-by-runs',
    edits: edits('web.mjs', [
      SERVE,
      `${SERVE}  (await import('node:fs')).writeFileSync('release.mjs', \`export const release = '\${config.version}-\${config.port}';\\n\`);\n`,
    ]),
    saying: /release\.mjs/,
  },
  {
    name: 'loads code from the network when it starts',
    app: 'python',
    breaks: 'build-release-run.starts-offline',
    edits: edits('guestbook/web.py', [
      'def serve(config: Config) -> None:\n',
      'def serve(config: Config) -> None:\n    from urllib.request import urlopen\n\n    urlopen("${packages}/plugin.py", timeout=60).read()\n',
    ]),
    saying: /network|offline|ready/i,
  },
  {
    name: 'installs its packages when it starts',
    app: 'node',
    breaks: 'build-release-run.start-builds-nothing',
    edits: edits('web.mjs', [
      SERVE,
      `${SERVE}  (await import('node:child_process')).execFileSync('npm', ['ci', '--omit=dev', '--offline', '--ignore-scripts']);\n`,
    ]),
    saying: /npm/,
  },
];
