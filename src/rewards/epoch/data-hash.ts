import { bytesToHex, type Hex } from "../../hex";
import { keccak256 } from "../../merkle/keccak256";

/** A file of an epoch directory and what it hashes to. */
export interface FileHash {
  /** Path in the directory, with `/` between its parts. */
  file: string;
  /** keccak256 of the file's bytes, as 0x and 64 lower-case hex digits. */
  keccak256: Hex;
}

/**
 * The hash that a report states for the data of its epoch.
 *
 * It is keccak256 of a checksum list: one line `<keccak256>  <file>\n` for each file (two spaces between), in UTF-8,
 * sorted by file name. Any tool that hashes files reproduces it.
 */
export function dataHash(files: readonly FileHash[]): Hex {
  const lines = sortedByName(files).map(({ file, keccak256: hash }) => `${hash}  ${file}\n`);
  return bytesToHex(keccak256(new TextEncoder().encode(lines.join(""))));
}

/** Files in the order of the checksum list: by the code points of their names. */
export function sortedByName(files: readonly FileHash[]): FileHash[] {
  return [...files].sort((left, right) => (left.file < right.file ? -1 : 1));
}
