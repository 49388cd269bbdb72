import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StepHost } from '../../src/after/stepHost.ts';
import { createShell } from '../../src/host/shell.ts';
import type { EndingSignal } from '../../src/host/signals.ts';

const FAKE = join(import.meta.dirname, '../fixtures/tools/fake');

/** A call that a fake tool recorded. */
interface RecordedCall {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A project on disk, an outside world with fake tools, and what came of it. */
export interface StepFixture {
  readonly root: string;
  readonly directory: string;
  /** What progress showed, in order. */
  readonly shown: string[];
  host(environment?: Record<string, string>): StepHost;
  /** As Ctrl-C does. */
  raise(signal: EndingSignal): void;
  calls(): RecordedCall[];
  write(path: string, text: string, executable?: boolean): void;
  remove(): void;
}

/** Makes a fixture in which only the named programs are fakes. */
export function makeStepFixture(...fakes: readonly string[]): StepFixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'step-')));
  const [directory, tools, record, home] = ['project', 'tools', 'record', 'home'].map((name) => {
    mkdirSync(join(root, name));
    return join(root, name);
  }) as [string, string, string, string];
  for (const name of fakes) symlinkSync(FAKE, join(tools, name));
  const listeners = new Set<(signal: EndingSignal) => void>();
  const shown: string[] = [];
  let received: EndingSignal | undefined;
  const signals = {
    get received() {
      return received;
    },
    listen(listener: (signal: EndingSignal) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  return {
    root,
    directory,
    shown,
    host(environment = {}) {
      const all = {
        PATH: `${tools}:/usr/bin:/bin`,
        HOME: home,
        FAKE_RECORD: record,
        ...environment,
      };
      return {
        environment: all,
        signals,
        shell: async () => createShell(all, signals),
        terminal: {
          progress(title) {
            shown.push(title);
            return { update: (line) => shown.push(line), end: (text) => shown.push(text) };
          },
        },
      };
    },
    raise(signal) {
      received = signal;
      for (const listener of [...listeners]) listener(signal);
    },
    calls: () => readCalls(record),
    write(path, text, executable = false) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
      if (executable) chmodSync(join(directory, path), 0o755);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function readCalls(record: string): RecordedCall[] {
  const count = readdirSync(record).filter((name) => name.endsWith('.lock')).length;
  return Array.from({ length: count }, (_, index) => {
    const read = (kind: string) => readFileSync(join(record, `${index + 1}.${kind}`), 'utf8');
    const pairs = read('env').split('\0').slice(0, -1);
    return {
      argv: read('argv').split('\0').slice(0, -1),
      environment: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
      cwd: read('cwd').trim(),
    };
  });
}
