import type { DeviceAttestationFile } from "./attestation-file";
import type { Batch } from "./batch-directory";

/**
 * The attestation of a device by its place in a maker's batch.
 *
 * @throws OpenDepinError `BATCH_DEVICE_UNKNOWN` if the batch does not hold the device.
 */
export function attestFromBatch({ maker, tree }: Batch, device: bigint): DeviceAttestationFile {
  return {
    device,
    kind: tree.kindOf(device),
    maker,
    expiry: 0,
    signer: "0x",
    signature: "0x",
    proof: tree.proof(device),
  };
}
