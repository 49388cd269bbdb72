import { inServer, type Mutant } from './mutant.ts';

/** Ways to need or to leave more than the contract allows. */
export const isolationMutants: readonly Mutant[] = [
  {
    name: 'needs a tool of the system',
    edits: inServer(
      'let draining = false;',
      "let draining = false;\n  (await import('node:child_process')).execFileSync('ls');",
    ),
    caughtBy: 'boots with a PATH',
    saying: /ENOENT/,
  },
  {
    name: 'keeps a log file',
    edits: inServer(
      'process.stdout.write(`',
      "(await0('good.log')); process.stdout.write(`",
    ).concat(
      inServer(
        "import { readFileSync } from 'node:fs';",
        "import { appendFileSync, readFileSync } from 'node:fs';\nconst await0 = (path) => appendFileSync(path, 'x');",
      ),
    ),
    caughtBy: 'writes nothing',
    saying: /added good\.log/,
  },
  {
    name: 'leaves something in TMPDIR',
    edits: inServer(
      'let draining = false;',
      "let draining = false;\n  (await import('node:fs')).writeFileSync(`${process.env.TMPDIR}/left`, '');",
    ),
    caughtBy: 'writes nothing',
    saying: /added left/,
  },
  {
    name: 'leaves something in HOME',
    edits: inServer(
      'let draining = false;',
      "let draining = false;\n  (await import('node:fs')).mkdirSync(`${process.env.HOME}/.cache`);",
    ),
    caughtBy: 'writes nothing',
    saying: /added \.cache/,
  },
  {
    name: 'needs to write beside its code',
    edits: inServer(
      'let draining = false;',
      "let draining = false;\n  (await import('node:fs')).writeFileSync('pid', String(process.pid));",
    ),
    caughtBy: 'serves and ends on a read-only',
    saying: /EROFS/,
  },
];
