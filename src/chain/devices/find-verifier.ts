import { OpenDepinError } from "../../errors";
import type { Address } from "../../hex";
import { knownAddress } from "../known-address";

/**
 * The P256Verifier that a network's P-256 keys name: that of the published deployment, else of the devnet in this
 * folder.
 *
 * @param chainId The network's chain; if left out, only the devnet comes into question.
 * @throws OpenDepinError `VERIFIER_UNKNOWN`.
 */
export async function findVerifier(chainId?: number): Promise<Address> {
  const verifier = await knownAddress("p256Verifier", chainId === undefined ? undefined : BigInt(chainId));
  if (verifier !== undefined) return verifier;
  throw new OpenDepinError(
    "VERIFIER_UNKNOWN",
    "a P-256 key belongs to a P256Verifier of its network; name it with --verifier, or run where the devnet wrote devnet.json",
  );
}
