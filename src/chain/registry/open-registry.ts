import { getAddress, type Provider } from "ethers";

import { type DeviceRegistry, DeviceRegistry__factory } from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import type { Address } from "../../hex";
import { requireContract } from "../require-contract";

/** A DeviceRegistry and what never changes of it. */
export interface OpenRegistry {
  contract: DeviceRegistry;
  provider: Provider;
  /** In lower case, as all addresses here. */
  address: Address;
  /** Its MakerRegistry, which has the kinds. */
  makers: Address;
  chainId: bigint;
  /** When epoch 0 starts, seconds since 1970. */
  genesis: number;
  /** Seconds. */
  epochLength: number;
}

/**
 * The DeviceRegistry at an address.
 *
 * @throws OpenDepinError `REGISTRY_INVALID` when there is none.
 */
export async function openRegistry(provider: Provider, address: string): Promise<OpenRegistry> {
  await requireContract(provider, address, "REGISTRY_INVALID");
  const { chainId } = await provider.getNetwork();
  const contract = DeviceRegistry__factory.connect(address, provider);
  const [makers, genesis, epochLength] = await Promise.all([
    contract.makers(),
    contract.genesis(),
    contract.epochLength(),
  ]).catch((cause: unknown) => {
    throw new OpenDepinError("REGISTRY_INVALID", `the contract at ${address} is not a DeviceRegistry`, {
      cause,
    });
  });
  return {
    contract,
    provider,
    address: lowerCase(address),
    makers: lowerCase(makers),
    chainId,
    genesis: Number(genesis),
    epochLength: Number(epochLength),
  };
}

function lowerCase(address: string): Address {
  return getAddress(address).toLowerCase() as Address;
}
