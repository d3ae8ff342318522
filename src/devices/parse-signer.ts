import { OpenDepinError } from "../errors";
import { type Address, bytesToHex, type Hex, hexToBytes } from "../hex";
import { type Signer, SIGNER_ADDRESS_BYTES } from "./signer";

/** What a signer consists of; addresses and keys are in lower-case hex. */
export type ParsedSigner =
  { kind: "address"; address: Address } | { kind: "verifier"; verifier: Address; key: Hex };

/**
 * Takes a signer apart.
 *
 * @throws OpenDepinError `HEX_INVALID` if it is not hex, `SIGNER_INVALID` if it has less than 20 bytes
 */
export function parseSigner(signer: Signer): ParsedSigner {
  const bytes = hexToBytes(signer);
  if (bytes.length < SIGNER_ADDRESS_BYTES) {
    throw new OpenDepinError(
      "SIGNER_INVALID",
      `A signer is an address of 20 bytes, or a verifier's address followed by a key; got ${bytes.length} bytes.`,
    );
  }
  const address = bytesToHex(bytes.subarray(0, SIGNER_ADDRESS_BYTES));
  if (bytes.length === SIGNER_ADDRESS_BYTES) return { kind: "address", address };
  return { kind: "verifier", verifier: address, key: bytesToHex(bytes.subarray(SIGNER_ADDRESS_BYTES)) };
}
