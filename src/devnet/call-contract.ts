import { bytesToHex, type Hex } from "../hex";
import { keccak256 } from "../merkle/keccak256";
import type { JsonRpc } from "./json-rpc";

/** Calldata of a function whose arguments are one word each. */
export function encodeCall(signature: string, words: readonly Hex[]): Hex {
  const selector = bytesToHex(keccak256(new TextEncoder().encode(signature)).subarray(0, 4));
  return `${selector}${words.map((word) => word.slice(2)).join("")}`;
}

/** Reads a contract at the newest block. */
export function callContract<Result>(
  rpc: JsonRpc,
  to: Hex,
  signature: string,
  words: readonly Hex[],
): Promise<Result> {
  return rpc.send<Result>("eth_call", { to, data: encodeCall(signature, words) }, "latest");
}

export function uintWord(value: number | bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}

export function addressWord(address: Hex): Hex {
  return `0x${address.slice(2).toLowerCase().padStart(64, "0")}`;
}
