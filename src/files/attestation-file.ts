import type { Attestation } from "../devices/messages";
import { wordToHex } from "./word-hex";
import { JsonFields, MAX_UINT32, MAX_UINT40 } from "./json-fields";

export const ATTESTATION_FORMAT = "opendepin-attestation";
const ATTESTATION_VERSION = 1;

/** A maker's attestation with what it is about: what a file of it carries. */
export interface DeviceAttestationFile extends Attestation {
  device: bigint;
  kind: number;
}

/** An attestation as its file has it. */
export function attestationToJson(attestation: DeviceAttestationFile): object {
  const { device, kind, maker, expiry, signer, signature, proof } = attestation;
  return {
    format: ATTESTATION_FORMAT,
    version: ATTESTATION_VERSION,
    device: wordToHex(device),
    kind,
    maker,
    expiry,
    signer,
    signature,
    proof,
  };
}

/**
 * Reads an attestation's JSON; checks its form, not its signature.
 *
 * @throws OpenDepinError `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`.
 */
export function attestationFromJson(content: unknown): DeviceAttestationFile {
  const fields = new JsonFields(content, "an attestation");
  fields.requireFormat(ATTESTATION_FORMAT, ATTESTATION_VERSION);
  return {
    device: BigInt(fields.hex("device", 32)),
    kind: fields.count("kind", MAX_UINT32),
    maker: fields.count("maker", MAX_UINT32),
    expiry: fields.count("expiry", MAX_UINT40),
    signer: fields.hex("signer"),
    signature: fields.hex("signature"),
    proof: fields.hashes("proof"),
  };
}
