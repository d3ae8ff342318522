// From the top: a reserved bit, 4 bits of mode, 3 reserved bits, 4 of resolution, 7 of base cell, 15 digits of 3 bits.
// Source: https://h3geo.org/docs/core-library/h3Indexing
const CELL_TOP_BYTE = 0x08n;
const BASE_CELLS = 122;
const DIGITS = 15;
const UNUSED_DIGIT = 7;
const PENTAGONS = new Set([4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117]);

/**
 * Whether a number is the index of an H3 cell, of any resolution: what `DeviceRegistry.assertLocation` accepts.
 *
 * @param cell from 0 to 2^64 − 1; anything else is no cell
 */
export function isCell(cell: bigint): boolean {
  // mode and reserved bits fill the top byte; what is negative or too large has another one
  if (cell >> 56n !== CELL_TOP_BYTE) return false;
  const resolution = Number((cell >> 52n) & 0xfn);
  const baseCell = Number((cell >> 45n) & 0x7fn);
  if (baseCell >= BASE_CELLS) return false;

  const digits = Array.from({ length: DIGITS }, (_, i) =>
    Number((cell >> BigInt(3 * (DIGITS - 1 - i))) & 7n),
  );
  if (digits.some((digit, i) => (digit === UNUSED_DIGIT) !== i >= resolution)) return false;
  // a pentagon lacks one of the seven directions
  const leading = digits.find((digit) => digit !== 0);
  return !(PENTAGONS.has(baseCell) && leading === 1);
}
