import type { Address } from "../hex";

/** Where a network's contracts stand on one chain. */
export interface NetworkDeployment {
  chainId: number;
  accessManager: Address;
  rewardToken: Address;
  emissionController: Address;
  /** In the order of the program ids, which start at 1. */
  rewardDistributors: readonly Address[];
  makerRegistry: Address;
  deviceRegistry: Address;
  p256Verifier: Address;
  rsaVerifier: Address;
  webAuthnVerifier: Address;
  operatorStaking: Address;
  /** None where reporters sign by themselves. */
  reporterCommittees: readonly Address[];
  disputeManager: Address;
  networkGovernor: Address;
  networkTimelock: Address;
}
