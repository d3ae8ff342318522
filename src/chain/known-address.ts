import { addressesOf, type NetworkDeployment } from "../deployments";
import type { DevnetManifest } from "../devnet/manifest";
import type { Address } from "../hex";
import { readDevnetManifest } from "./devnet-manifest";

/** Contracts that a network has one of. */
export type ContractName = keyof NetworkDeployment & keyof DevnetManifest["contracts"];

/**
 * Where a contract of the network stands: as published for the chain, else as the devnet in this folder has it.
 *
 * @param chainId The network's chain; if left out, only the devnet comes into question.
 * @returns Undefined when neither is known.
 */
export async function knownAddress(name: ContractName, chainId?: bigint): Promise<Address | undefined> {
  const published = chainId === undefined ? undefined : addressesOf(Number(chainId))?.[name];
  return published ?? (await readDevnetManifest(chainId))?.contracts[name];
}
