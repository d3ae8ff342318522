import { addressesOf } from "../../deployments";
import { OpenDepinError } from "../../errors";
import type { Address } from "../../hex";
import { readDevnetManifest } from "../devnet-manifest";

/**
 * The P256Verifier that a network's P-256 keys name: that of the published deployment, else of the devnet in this
 * folder.
 *
 * @param chainId The network's chain; if left out, only the devnet comes into question.
 * @throws OpenDepinError `VERIFIER_UNKNOWN`.
 */
export async function findVerifier(chainId?: number): Promise<Address> {
  const published = chainId === undefined ? undefined : addressesOf(chainId)?.p256Verifier;
  const verifier =
    published ??
    (await readDevnetManifest(chainId === undefined ? undefined : BigInt(chainId)))?.contracts.p256Verifier;
  if (verifier !== undefined) return verifier;
  throw new OpenDepinError(
    "VERIFIER_UNKNOWN",
    "a P-256 key belongs to a P256Verifier of its network; name it with --verifier, or run where the devnet wrote devnet.json",
  );
}
