import { readGit } from '../git/askGit.ts';
import { findSecrets } from './findSecrets.ts';
import { isScanned } from './isScanned.ts';
import type { Scan } from './scanFiles.ts';

const LOG = [
  ...['log', '--patch', '--unified=0', '--no-renames', '--no-color', '--no-ext-diff'],
  ...['--no-textconv', '--src-prefix=a/', '--dst-prefix=b/', '--format=commit %h'],
  ...['HEAD', '--branches', '--tags', '--remotes', '--', '.'],
];

/** What one commit adds to one file is searched up to this many characters, and of a line up to these. */
const MOST_OF_A_FILE = 256 * 1024;
const MOST_OF_A_LINE = 4096;

/** Searches what the commits of every branch and tag added below `directory`, newest first, for at most `limitMs`. */
export async function scanHistory(directory: string, limitMs: number): Promise<Scan> {
  const patches = new Patches();
  const complete = await readGit(directory, LOG, limitMs, (line) => patches.take(line));
  patches.finishFile();
  return { found: patches.found, complete };
}

/** Reads the output of `git log --patch`, line by line. */
class Patches {
  readonly found: string[] = [];
  private commit = '';
  private path = '';
  private inHead = true;
  private added: string[] = [];
  private size = 0;

  take(line: string): void {
    if (line.startsWith('diff --git ') || line.startsWith('commit ')) {
      this.finishFile();
      this.inHead = true;
      if (line.startsWith('commit ')) this.commit = line.slice('commit '.length);
    } else if (line.startsWith('@@')) this.inHead = false;
    else if (this.inHead) this.path = /^\+\+\+ b\/(.*?)\t?$/.exec(line)?.[1] ?? this.path;
    else if (line.startsWith('+') && this.size < MOST_OF_A_FILE) this.add(line);
  }

  finishFile(): void {
    if (this.added.length > 0 && isScanned(this.path)) {
      for (const { kind } of findSecrets(this.added.join('\n'), this.path))
        this.found.push(`commit ${this.commit}: ${this.path}: ${kind}`);
    }
    this.added = [];
    this.size = 0;
  }

  private add(line: string): void {
    const text = line.slice(1, MOST_OF_A_LINE);
    this.added.push(text);
    this.size += text.length;
  }
}
