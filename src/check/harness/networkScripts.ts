/** `$1` is ip. The new network has loopback and nothing else: everything outside is unreachable. */
export const LOOPBACK_ONLY = `
set -e
ip=$1; shift 3
"$ip" link set lo up
exec "$@"
`;

/**
 * `$1` is ip, `$2` the one TCP port that loopback serves, `$3` the name servers. Every other TCP
 * connection, to loopback too, is routed to where nothing answers: its program waits, and can be
 * seen waiting. The addresses of the name servers become this network's own.
 */
export const BLACK_HOLE = `
set -e
ip=$1; port=$2; servers=$3; shift 3
"$ip" link set lo up
"$ip" addr add 198.18.255.254/32 dev lo
for server in $servers; do "$ip" addr add "$server" dev lo 2>/dev/null || true; done
for version in -4 -6; do
  "$ip" $version route add default dev lo
  "$ip" $version route add default dev lo table 100
  "$ip" $version rule add pref 10 ipproto tcp dport "$port" lookup local
  "$ip" $version rule add pref 11 ipproto tcp sport "$port" lookup local
  "$ip" $version rule add pref 20 ipproto tcp lookup 100
  "$ip" $version rule add pref 30 lookup local
  "$ip" $version rule del pref 0
done
exec "$@"
`;

/**
 * A program for `node -e`, run inside: it carries what comes by the Unix socket SOCKET to a port of that
 * network, and answers DNS. Each name that is asked for gets an address of its own, printed once
 * as "name address"; "ready" is printed first.
 */
export const INSIDE = `
const net = require('node:net');
const dgram = require('node:dgram');
const { SOCKET: socket } = process.env;
const [port, ...nameServers] = process.argv.slice(1);
const names = [];

function addressOf(name) {
  if (!names.includes(name)) {
    names.push(name);
    console.log(name + ' 198.18.0.' + names.length);
  }
  return [198, 18, 0, names.indexOf(name) + 1];
}

function answer(query) {
  const labels = [];
  let end = 12;
  for (; query[end] > 0; end += 1 + query[end])
    labels.push(query.toString('latin1', end + 1, end + 1 + query[end]));
  const asksAddress = query.readUInt16BE(end + 1) === 1;
  const head = [query[0], query[1], 0x81, 0x80, 0, 1, 0, asksAddress ? 1 : 0, 0, 0, 0, 0];
  const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4];
  return Buffer.concat([
    Buffer.from(head),
    query.subarray(12, end + 5),
    Buffer.from(asksAddress ? [...record, ...addressOf(labels.join('.').toLowerCase())] : []),
  ]);
}

for (const address of nameServers) {
  const server = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4');
  server.on('message', (query, from) => server.send(answer(query), from.port, from.address));
  server.on('error', () => undefined);
  server.bind(53, address);
}

const relay = net.createServer({ allowHalfOpen: true }, (outside) => {
  const inside = net.connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  for (const [one, other] of [[outside, inside], [inside, outside]]) {
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
});
relay.listen(socket, () => console.log('ready'));
`;
