import type { Holder } from "../roles";

/** Where the contracts of the role table stand on a chain; a network has one distributor a program. */
export interface RoleTargets {
  AccessManager: string;
  RewardToken: string;
  EmissionController: string;
  RewardDistributor: readonly string[];
  /** None if reporters sign by themselves. */
  ReporterCommittee: readonly string[];
  MakerRegistry: string;
  DeviceRegistry: string;
  OperatorStaking: string;
  DisputeManager: string;
  NetworkGovernor: string;
  NetworkTimelock: string;
}

/** Who holds the roles that no contract of the suite holds. */
export interface RoleAccounts {
  guardian: string;
  arbiter: string;
}

/** The address of each holder of the role table. */
export function holdersOf(targets: RoleTargets, { guardian, arbiter }: RoleAccounts): Record<Holder, string> {
  const { EmissionController, DisputeManager, NetworkGovernor } = targets;
  return { EmissionController, DisputeManager, governance: NetworkGovernor, guardian, arbiter };
}
