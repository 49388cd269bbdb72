import type { Disk } from '../../src/host/disk.ts';

/** One operation of a Disk that is about to be done. */
export interface Operation {
  /** Counted from 1. */
  readonly number: number;
  readonly name: keyof Disk;
  /** Its first path. */
  readonly path: string;
}

export type BeforeOperation = (operation: Operation) => void;

/** A disk that calls `before` ahead of each operation; what that throws, the operation throws. */
export function faultyDisk(disk: Disk, before: BeforeOperation): Disk {
  let number = 0;
  const wrap = (name: keyof Disk) => {
    const operation = disk[name] as (...operands: unknown[]) => unknown;
    return (...operands: unknown[]) => {
      number += 1;
      before({ number, name, path: String(operands[0]) });
      return operation(...operands);
    };
  };
  const names = Object.keys(disk) as (keyof Disk)[];
  return Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Disk;
}

/** Node's error for a code, as the file system would give it. */
export function diskError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected, '${path}'`), { code, path });
}

/** Fails operation number `at`, and only that one. */
export function failAt(at: number, code: string): BeforeOperation {
  return ({ number, path }) => {
    if (number === at) throw diskError(code, path);
  };
}

/** What a run throws that has "died": nothing it tries after that reaches the disk. */
export class Died extends Error {}

/** From operation number `at` on nothing reaches the disk any more, as after a kill. */
export function dieAt(at: number): BeforeOperation {
  return ({ number }) => {
    if (number >= at) throw new Died();
  };
}

/** Really ends this process at operation number `at`. */
export function killAt(at: number): BeforeOperation {
  return ({ number }) => {
    if (number === at) process.kill(process.pid, 'SIGKILL');
  };
}

/** The operations that a run makes, in their order. */
export function operationsOf(disk: Disk, run: (disk: Disk) => void): readonly Operation[] {
  const operations: Operation[] = [];
  run(
    faultyDisk(disk, (operation) => {
      operations.push(operation);
    }),
  );
  return operations;
}

const READING = new Set<keyof Disk>(['look', 'list', 'read', 'linkTarget', 'openDirectory']);

/** True for an operation that changes the disk. A kill ahead of another one is a kill ahead of the next. */
export function isWriting({ name }: Operation): boolean {
  return !READING.has(name);
}
