import type { Provider } from "ethers";

import { type DisputeManager, DisputeManager__factory } from "../../../typechain-types";
import { findContract } from "../find-contract";

/**
 * The DisputeManager to talk to: the address given, else the published deployment of the chain, else the devnet in
 * this folder.
 *
 * @throws OpenDepinError `DISPUTES_UNKNOWN` when there is none, `DISPUTES_INVALID` when something else is deployed there.
 */
export function findDisputeManager(provider: Provider, given?: string): Promise<DisputeManager> {
  return findContract(provider, given, {
    name: "disputeManager",
    title: "DisputeManager",
    option: "--disputes",
    code: "DISPUTES",
    connect: (address, runner) => DisputeManager__factory.connect(address, runner),
    probe: (disputes) => disputes.disputeCount(),
  });
}
