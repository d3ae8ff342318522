import { Wallet } from "ethers";

import { addressSigner } from "../devices/address-signer";
import type { DeviceKey } from "../devices/device-key";
import { OpenDepinError } from "../errors";
import { type Address, type Hex, hexToBytes } from "../hex";

const DIGEST_BYTES = 32;

/**
 * A secp256k1 key that signs for a device or for a maker.
 *
 * Its signatures are `r || s || v`, 65 bytes, over the digest itself, with `s` in the lower half of the order.
 *
 * @param privateKey 32 bytes
 * @throws OpenDepinError `KEY_INVALID`, which does not repeat the key
 */
export function secp256k1Key(privateKey: Hex): DeviceKey {
  const { address, signingKey } = walletOf(privateKey);
  return {
    signer: addressSigner(address as Address),
    sign: (digest) =>
      Promise.resolve(digest).then(
        (text) => signingKey.sign(hexToBytes(text, DIGEST_BYTES)).serialized as Hex,
      ),
  };
}

function walletOf(privateKey: Hex): Wallet {
  try {
    return new Wallet(privateKey);
  } catch {
    throw new OpenDepinError("KEY_INVALID", "expected a secp256k1 key: 0x and 64 hexadecimal digits");
  }
}
