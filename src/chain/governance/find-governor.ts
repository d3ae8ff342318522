import type { Provider } from "ethers";

import { type NetworkGovernor, NetworkGovernor__factory } from "../../../typechain-types";
import { findContract } from "../find-contract";

/**
 * The NetworkGovernor to talk to: the address given, else the published deployment of the chain, else the devnet in
 * this folder.
 *
 * @throws OpenDepinError `GOVERNOR_UNKNOWN` when there is none, `GOVERNOR_INVALID` when something else is deployed there.
 */
export function findGovernor(provider: Provider, given?: string): Promise<NetworkGovernor> {
  return findContract(provider, given, {
    name: "networkGovernor",
    title: "NetworkGovernor",
    option: "--governor",
    code: "GOVERNOR",
    connect: (address, runner) => NetworkGovernor__factory.connect(address, runner),
    probe: (governor) => governor.quorumFloor(),
  });
}
