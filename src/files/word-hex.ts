import type { Hex } from "../hex";

/** A uint256 as `0x` and 64 hexadecimal digits: how devices and keys are written. */
export function wordToHex(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
