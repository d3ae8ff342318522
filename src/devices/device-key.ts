import type { Hex } from "../hex";
import type { Signer } from "./signer";

/**
 * A key that signs for a device or for a maker, wherever it is kept.
 *
 * `p256Key` and `p256KeyFromPem` make one of a P-256 key. Of a secp256k1 key one is made in a line:
 * `{ signer: addressSigner(wallet.address), sign: async (digest) => wallet.signingKey.sign(digest).serialized }` with
 * ethers, `{ signer: addressSigner(account.address), sign: (hash) => account.sign({ hash }) }` with viem.
 */
export interface DeviceKey {
  /** The key itself, as the registries know it. */
  readonly signer: Signer;
  /**
   * Signs a digest, as `digestOf` gives it.
   *
   * @param digest 32 bytes
   * @returns the signature, in the form that the signer's verifier reads
   */
  sign(digest: Hex): Promise<Hex>;
}
