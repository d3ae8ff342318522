import type { JsonRpcProvider } from "ethers";

import { OpenDepinError } from "../../errors";
import { knownAddress } from "../known-address";
import { type OpenRegistry, openRegistry } from "../registry/open-registry";

/**
 * The DeviceRegistry to talk to: the address given, else the published deployment of the chain, else the devnet in
 * this folder.
 *
 * @throws OpenDepinError `REGISTRY_UNKNOWN` when there is none, `REGISTRY_INVALID` when none is deployed there.
 */
export async function findRegistry(
  provider: JsonRpcProvider,
  given: string | undefined,
): Promise<OpenRegistry> {
  const { chainId } = await provider.getNetwork();
  const address = given ?? (await knownAddress("deviceRegistry", chainId));
  if (address !== undefined) return openRegistry(provider, address);
  throw new OpenDepinError(
    "REGISTRY_UNKNOWN",
    `no DeviceRegistry is known on chain ${chainId.toString()}; name it with --registry, or run where the devnet wrote devnet.json`,
  );
}
