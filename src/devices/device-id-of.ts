import { keyHashOf } from "./key-hash-of";
import type { Signer } from "./signer";

/**
 * The id of the device that is onboarded with this key: `uint256(keccak256(signer))`.
 *
 * A key that a device has rotated to is not its id; ask `DeviceRegistry.deviceOf` for that device.
 *
 * @returns from 0 to 2^256 − 1
 * @throws OpenDepinError `HEX_INVALID`, `SIGNER_INVALID` as `parseSigner`
 */
export function deviceIdOf(signer: Signer): bigint {
  return BigInt(keyHashOf(signer));
}
