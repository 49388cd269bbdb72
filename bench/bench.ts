/**
 * `npm run bench [PAIRS]`: times our program, installed from its tarball, side by side with an idle
 * Node and with other generators, and writes the table into docs/performance.md and the README.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replacePassage } from '../build/document.ts';
import { compare, environment, median, run, SCRATCH } from './measure.ts';
import { installOurs, installPeers, writePlopfile } from './prepare.ts';
import { type Figure, table } from './report.ts';
import { CREATE_VITE, help, NODE, ours, peers } from './subject.ts';

const PAIRS = Number(process.argv[2] ?? 30);
const ROOT = join(import.meta.dirname, '..');

function measureAll(folder: string): readonly Figure[] {
  installPeers();
  const installed = installOurs(folder);
  const subject = ours(installed.program);
  const project = join(folder, 'project');
  const { javascript } = run(subject, project);
  const create = compare(subject, NODE, PAIRS);
  const ourHelp = help('create-twelve-factor --help', installed.program);
  const against = peers(writePlopfile(project, join(folder, 'plop'))).map((peer) => ({
    label: `create, against ${peer.label}`,
    ratio: compare(subject, peer, PAIRS).wall,
    ...(peer.label.startsWith('create-vite') ? { must: 1, goal: 0.75 } : {}),
  }));
  return [
    { label: 'create, against `node -e 0`', ratio: create.wall, must: 1.9, goal: 1.45 },
    { label: 'create, processor time, against `node -e 0`', ratio: create.cpu },
    {
      label: 'create, peak memory, against `node -e 0`',
      ratio: create.peak,
      must: 1.15,
      goal: 1.05,
    },
    ...against,
    {
      label: '`--help`, against `node -e 0`',
      ratio: compare(ourHelp, NODE, PAIRS).wall,
      must: 1.45,
      goal: 1.3,
    },
    {
      label: "first question, against create-vite's",
      ratio: firstPrompt(installed.program),
      must: 1.15,
      goal: 1,
    },
    { label: 'JavaScript that create loads', kb: javascript / 1000, must: 200, goal: 120 },
    { label: 'package, packed', kb: installed.packedKb, must: 400, goal: 250 },
    { label: 'packages that an install brings', count: installed.packages, must: 1, goal: 1 },
  ];
}

/** The median of the ratios of the times until the first question is on the screen. */
function firstPrompt(program: string): number {
  const script = join(import.meta.dirname, 'firstPrompt.py');
  const subjects = [
    [[process.execPath, program], 'Directory'],
    [[process.execPath, CREATE_VITE], 'Project name'],
  ];
  const json = subjects.map((one) => JSON.stringify(one));
  const { CI: _, ...terminal } = environment();
  const out = execFileSync('python3', [script, String(PAIRS), ...json], {
    env: { ...terminal, TERM: 'xterm-256color' },
    encoding: 'utf8',
    cwd: SCRATCH,
  });
  return median((JSON.parse(out) as [number, number][]).map(([a, b]) => a / b));
}

const folder = mkdtempSync(join(SCRATCH, 'bench-'));
try {
  const rows = table(measureAll(folder));
  process.stdout.write(`${rows}\n`);
  for (const file of ['docs/performance.md', 'README.md']) {
    const path = join(ROOT, file);
    writeFileSync(path, replacePassage(readFileSync(path, 'utf8'), 'bench', rows));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
