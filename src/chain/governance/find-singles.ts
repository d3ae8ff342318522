import type { Provider } from "ethers";

import {
  DeviceRegistry__factory,
  DisputeManager__factory,
  type NetworkGovernor,
  OperatorStaking__factory,
} from "../../../typechain-types";
import type { SuiteContract } from "../../governance/suite";
import type { Address } from "../../hex";

/** Contracts that a network has one of, beside those of governance; one is missing if nothing leads to it. */
export type SingleContracts = Readonly<Partial<Record<SuiteContract, Address>>>;

/** Finds them from the governor, whose votes are bonds, and from the DisputeManager: what each says of the others. */
export async function findSingles(
  provider: Provider,
  governor: NetworkGovernor,
  disputes: Address | undefined,
): Promise<SingleContracts> {
  const [bonds, emissions] = await Promise.all([
    behindGovernor(provider, governor),
    disputes === undefined ? undefined : DisputeManager__factory.connect(disputes, provider).controller(),
  ]);
  return {
    ...bonds,
    DisputeManager: disputes,
    EmissionController: emissions === undefined ? undefined : lower(emissions),
  };
}

async function behindGovernor(provider: Provider, governor: NetworkGovernor): Promise<SingleContracts> {
  const staking = OperatorStaking__factory.connect(await governor.token(), provider);
  const [address, token, registry] = await Promise.all([
    staking.getAddress(),
    staking.token(),
    staking.registry(),
  ]);
  const makers = await DeviceRegistry__factory.connect(registry, provider).makers();
  return {
    RewardToken: lower(token),
    MakerRegistry: lower(makers),
    DeviceRegistry: lower(registry),
    OperatorStaking: lower(address),
  };
}

function lower(address: string): Address {
  return address.toLowerCase() as Address;
}
