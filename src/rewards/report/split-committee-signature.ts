import { OpenDepinError } from "../../errors";
import { bytesToHex, type Hex, hexToBytes } from "../../hex";
import type { MemberSignature } from "./committee-signature";

/**
 * The members' signatures that a committee's signature consists of, in its order.
 *
 * @throws OpenDepinError `SIGNATURE_MALFORMED`, `HEX_INVALID`
 */
export function splitCommitteeSignature(signature: Hex): MemberSignature[] {
  const bytes = hexToBytes(signature);
  const members: MemberSignature[] = [];
  let offset = 0;
  const next = (): Hex => {
    const start = offset + 2;
    const end = start + (bytes[offset] ?? NaN) * 256 + (bytes[offset + 1] ?? NaN);
    if (!(end <= bytes.length))
      throw new OpenDepinError("SIGNATURE_MALFORMED", `no member's signature can be read at byte ${offset}`);
    offset = end;
    return bytesToHex(bytes.subarray(start, end));
  };
  while (offset < bytes.length) members.push({ signer: next(), signature: next() });
  return members;
}
