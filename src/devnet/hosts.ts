/** Where a devnet listens unless it is told otherwise: reachable from this machine alone. */
export const LOOPBACK = "127.0.0.1";

/** Whether a name or an address stands for this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);
}

/** The authority of a URL at which this machine reaches what listens on an address. */
export function authorityOf(host: string, port: number): string {
  const reachable = new Map([
    ["0.0.0.0", LOOPBACK],
    ["::", "::1"],
  ]);
  const name = reachable.get(host) ?? host;
  return `${name.includes(":") ? `[${name}]` : name}:${port}`;
}
