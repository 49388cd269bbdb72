import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One TCP or UDP socket of a network namespace. */
export interface SocketRow {
  /** Local address: dotted IPv4, or IPv6 in full groups. */
  readonly address: string;
  readonly port: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly state: 'listening' | 'connecting' | 'established' | 'other';
  /** Bytes that arrived and that the program has not read yet. */
  readonly unreadBytes: number;
  /** 0 while the connection waits to be accepted. */
  readonly inode: number;
}

/** The sockets, IPv4 and IPv6, of the network that process `pid` is in; empty when it is gone. */
export function readSocketTable(
  pid: number | 'self',
  protocol: 'tcp' | 'udp' = 'tcp',
): SocketRow[] {
  return [protocol, `${protocol}6`].flatMap((table) => readTable(`/proc/${pid}/net/${table}`));
}

const STATES: Readonly<Record<string, SocketRow['state']>> = {
  '01': 'established',
  '02': 'connecting',
  '0A': 'listening',
};

/** The inodes of all sockets that a process holds. */
export function socketInodes(pid: number): Set<number> {
  const folder = `/proc/${pid}/fd`;
  const inodes = list(folder).flatMap((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(link(`${folder}/${fd}`)) ?? [];
    return inode === undefined ? [] : [Number(inode)];
  });
  return new Set(inodes);
}

function readTable(path: string): SocketRow[] {
  try {
    const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1);
    return rows.map((row) => readRow(row.trim().split(/\s+/)));
  } catch {
    return [];
  }
}

function readRow(fields: readonly string[]): SocketRow {
  const [, local = '', remote = '', state = '', queues = ''] = fields;
  const [address = '', port = ''] = local.split(':');
  const [remoteAddress = '', remotePort = '0'] = remote.split(':');
  return {
    address: readAddress(address),
    port: Number.parseInt(port, 16),
    remoteAddress: readAddress(remoteAddress),
    remotePort: Number.parseInt(remotePort, 16),
    state: STATES[state] ?? 'other',
    unreadBytes: Number.parseInt(queues.split(':')[1] ?? '0', 16),
    inode: Number(fields[9]),
  };
}

/** The kernel prints each 32-bit group in the machine's byte order; these machines are little-endian. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((group) =>
    [...Buffer.from(group, 'hex')].reverse(),
  );
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
