const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|0:0:0:0:0:0:0:1|0:0:0:0:0:ffff:7f00:1)$/;

/** Whether a host, by name or by address, is the machine itself. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
