import { concatBytes } from "../../bytes";
import { keyHashOf } from "../../devices/key-hash-of";
import type { Signer } from "../../devices/signer";
import { OpenDepinError } from "../../errors";
import { bytesToHex, type Hex, hexToBytes } from "../../hex";

/** A member's signature over an approval. */
export interface MemberSignature {
  /** The member's key, in its ERC-7913 form. */
  signer: Signer;
  signature: Hex;
}

const MAX_LENGTH = 0xffff;

/**
 * The committee's one signature from its members': each with its signer, after two bytes of length each, in ascending
 * order of `keyHashOf(signer)`. The order in which they are given does not matter.
 *
 * @throws OpenDepinError `MEMBER_TWICE` if a key has signed twice; `HEX_INVALID`, `SIGNER_INVALID` as `keyHashOf`
 */
export function committeeSignature(members: readonly MemberSignature[]): Hex {
  const sorted = members
    .map((member) => ({ ...member, key: keyHashOf(member.signer) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const [index, { key, signer }] of sorted.entries()) {
    if (sorted[index + 1]?.key === key)
      throw new OpenDepinError("MEMBER_TWICE", `two signatures are of the same key, ${signer}`);
  }
  return bytesToHex(
    concatBytes(sorted.flatMap(({ signer, signature }) => [chunk(signer), chunk(signature)])),
  );
}

function chunk(hex: Hex): Uint8Array {
  const bytes = hexToBytes(hex);
  if (bytes.length > MAX_LENGTH)
    throw new OpenDepinError("SIGNATURE_TOO_LONG", `a signature has at most ${MAX_LENGTH} bytes`);
  return concatBytes([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}
