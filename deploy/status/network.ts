import type { Provider } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkAddresses } from "../deploy-network";
import type { NetworkParameters } from "../parameters";

/** A network on a chain, and what it should be. */
export interface ExpectedNetwork {
  hre: HardhatRuntimeEnvironment;
  provider: Provider;
  addresses: NetworkAddresses;
  parameters: NetworkParameters;
}

export interface Contract {
  /** What a person calls it. */
  name: string;
  artifact: string;
  address: string;
}

/** Every contract of a network but its curve, of which governance may name another. */
export function contractsOf({ addresses, parameters }: ExpectedNetwork): Contract[] {
  const { RewardDistributor, ReporterCommittee, ...single } = addresses;
  return [
    ...Object.entries(single).map(([artifact, address]) => ({ name: artifact, artifact, address })),
    ...named("RewardDistributor", RewardDistributor, parameters.programs),
    ...named("ReporterCommittee", ReporterCommittee, parameters.committees),
  ];
}

function named(
  artifact: string,
  addresses: readonly string[],
  names: readonly { name: string }[],
): Contract[] {
  return addresses.map((address, index) => ({
    name: `${artifact} of ${names[index]?.name ?? index + 1}`,
    artifact,
    address,
  }));
}
