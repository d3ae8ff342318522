/** Bytes of one ABI word. */
export const WORD_BYTES = 32;

/** Largest value of a uint256. */
export const UINT256_MAX = 2n ** 256n - 1n;

/** One word and its two ways of being read: bytes in ABI order, and lanes for fast hashing and comparison. */
export interface Word {
  readonly bytes: Uint8Array;
  readonly lanes: Uint32Array;
  readonly view: DataView;
}

export function newWord(): Word {
  const bytes = new Uint8Array(WORD_BYTES);
  return { bytes, lanes: new Uint32Array(bytes.buffer), view: new DataView(bytes.buffer) };
}

/** Reads the big-endian uint256 at a byte offset. */
export function readWord(view: DataView, offset: number): bigint {
  let value = view.getBigUint64(offset + 24);
  // Most amounts need one or two of the four limbs; the others would cost a shift and an allocation each.
  for (let limb = 1; limb < 4; limb++) {
    const part = view.getBigUint64(offset + 24 - 8 * limb);
    if (part !== 0n) value |= part << BigInt(64 * limb);
  }
  return value;
}

/** Writes a uint256 in [0, 2^256 − 1] at a byte offset, big-endian. */
export function writeWord(view: DataView, offset: number, value: bigint): void {
  let rest = value;
  for (let limb = 0; limb < 4; limb++) {
    view.setBigUint64(offset + 24 - 8 * limb, rest);
    rest >>= 64n;
  }
}
