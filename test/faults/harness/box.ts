import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FAKE = join(import.meta.dirname, '../../fixtures/tools/fake');

/** A small world for one fault: a current directory, a home, a PATH, and what lies around them. */
export interface Box {
  readonly root: string;
  /** Where the program is run. */
  readonly cwd: string;
  readonly home: string;
  /** First on PATH. */
  readonly tools: string;
  /** Where fake tools record their calls. */
  readonly record: string;
  /** The launcher of the installed program. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A path in the current directory. */
  at(path: string): string;
  /** Writes a file in the current directory, with the folders that it needs. */
  write(path: string, content?: string | Uint8Array): string;
  makeFolder(path: string): string;
  /** Puts fakes of these programs on PATH. */
  fake(...names: readonly string[]): void;
  /** Undone when the box is removed, the last one first. */
  onRemove(undo: () => void): void;
  remove(): void;
}

/** Makes a box whose folders anybody may read and enter. */
export function makeBox(program: string): Box {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fault-')));
  chmodSync(root, 0o755);
  const folder = (name: string): string => {
    mkdirSync(join(root, name), { mode: 0o755 });
    return join(root, name);
  };
  const [cwd, home, tools, record, temporary] = [
    folder('cwd'),
    folder('home'),
    folder('tools'),
    folder('record'),
    folder('tmp'),
  ];
  const undos: (() => void)[] = [];
  const at = (path: string): string => join(cwd, path);
  return {
    root,
    cwd,
    home,
    tools,
    record,
    program,
    environment: {
      PATH: `${tools}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: home,
      TMPDIR: temporary,
      LANG: 'C.UTF-8',
      FAKE_RECORD: record,
      FAULT_BOX: root,
    },
    at,
    write(path, content = '') {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
      return at(path);
    },
    makeFolder(path) {
      mkdirSync(at(path), { recursive: true });
      return at(path);
    },
    fake(...names) {
      for (const name of names) symlinkSync(FAKE, join(tools, name));
    },
    onRemove: (undo) => undos.push(undo),
    remove() {
      for (const undo of undos.reverse()) undo();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
