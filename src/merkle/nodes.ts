/** Bytes of a node: a hash. */
export const NODE_BYTES = 32;

/** Bytes of a row's word. */
export const WORD_BYTES = 32;

/** Bytes of a row of the trees of rewards: three words. */
export const ROW_BYTES = 3 * WORD_BYTES;

const WORDS = [0, 4, 8, 12, 16, 20, 24, 28] as const;

/** A view of the same bytes by which nodes are compared and copied. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Compares the nodes `a` and `b` (indexes) of one buffer as numbers: negative, zero or positive. */
export function compareNodes(nodes: DataView, a: number, b: number): number {
  for (const word of WORDS) {
    const difference = nodes.getUint32(a * NODE_BYTES + word) - nodes.getUint32(b * NODE_BYTES + word);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Copies the node `from` of `source` to the node `to` of `target` (indexes). */
export function copyNode(source: DataView, from: number, target: DataView, to: number): void {
  for (const word of WORDS) {
    target.setUint32(to * NODE_BYTES + word, source.getUint32(from * NODE_BYTES + word));
  }
}

/**
 * How many records of `recordBytes` the buffer holds.
 *
 * @throws RangeError if it does not hold a whole number of them
 */
export function countRecords(bytes: Uint8Array, recordBytes: number, what: string): number {
  if (bytes.length % recordBytes !== 0) {
    throw new RangeError(
      `Expected ${what} of ${recordBytes} bytes each, got ${bytes.length} bytes: ` +
        `the last one is cut off after ${bytes.length % recordBytes}.`,
    );
  }
  return bytes.length / recordBytes;
}
