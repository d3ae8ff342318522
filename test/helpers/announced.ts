/** An amount that counts from a second on. */
export interface Announced {
  amount: bigint;
  fromTime: bigint;
}

/** The amounts after another was announced at `timestamp`: one that did not count yet never does. */
export function announce(amounts: readonly Announced[], next: Announced, timestamp: bigint): Announced[] {
  return [...amounts.filter(({ fromTime }) => fromTime <= timestamp), next];
}

/** The amount that counts at `timestamp`. */
export function amountAt(amounts: readonly Announced[], timestamp: bigint): bigint {
  return amounts.findLast(({ fromTime }) => fromTime <= timestamp)?.amount ?? 0n;
}
