import { keccak256Stream } from "./keccak256-stream";

/** The 32-byte Keccak-256 hash (Ethereum's) of a message of any length. */
export function keccak256(message: Uint8Array): Uint8Array {
  return keccak256Stream().update(message).digest();
}
