import { compareNodes, countRecords, NODE_BYTES, viewOf } from "./nodes";

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const PREFIX_BITS = 32;

/**
 * The indexes of the nodes in ascending order of their hashes; equal hashes keep their order.
 *
 * Hashes are uniform, so that 32 bits decide almost every comparison: a radix sort by that prefix, then a
 * comparison of whole hashes within the few runs that share one.
 */
export function sortNodes(hashes: Uint8Array): Uint32Array {
  const view = viewOf(hashes);
  const prefixes = new Uint32Array(countRecords(hashes, NODE_BYTES, "hashes"));
  let order = new Uint32Array(prefixes.length);
  for (let i = 0; i < prefixes.length; i++) {
    prefixes[i] = view.getUint32(i * NODE_BYTES);
    order[i] = i;
  }
  let scratch = new Uint32Array(prefixes.length);
  for (let shift = 0; shift < PREFIX_BITS; shift += DIGIT_BITS) {
    distribute(prefixes, shift, order, scratch);
    [order, scratch] = [scratch, order];
  }
  sortRuns(view, prefixes, order);
  return order;
}

/** One pass of the radix sort: stable, by the digit of the prefix at `shift`. */
function distribute(prefixes: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): void {
  const next = new Uint32Array(DIGITS + 1);
  for (const prefix of prefixes) {
    const digit = (prefix >>> shift) & (DIGITS - 1);
    next[digit + 1] = (next[digit + 1] ?? 0) + 1;
  }
  for (let digit = 1; digit < DIGITS; digit++) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0);

  for (const index of from) {
    const digit = ((prefixes[index] ?? 0) >>> shift) & (DIGITS - 1);
    const place = next[digit] ?? 0;
    to[place] = index;
    next[digit] = place + 1;
  }
}

function sortRuns(view: DataView, prefixes: Uint32Array, order: Uint32Array): void {
  const prefixAt = (rank: number): number | undefined => prefixes[order[rank] ?? 0];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && prefixAt(end) === prefixAt(start)) end++;
    if (end - start > 1) order.subarray(start, end).sort((a, b) => compareNodes(view, a, b) || a - b);
    start = end;
  }
}
