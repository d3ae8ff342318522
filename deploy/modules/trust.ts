import type {
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { NetworkParameters } from "../parameters";

type Deployed = NamedArtifactContractDeploymentFuture<string>;

/** What the trust layer stands on. */
export interface TrustFoundations {
  accessManager: Deployed;
  rewardToken: Deployed;
  emissionController: Deployed;
  makerRegistry: Deployed;
  deviceRegistry: Deployed;
}

/** Nobody can have pledged before the staking is there; governance raises it later. */
const FIRST_MINIMUM_PLEDGE = 0n;

/** Bonds, disputes, and the committees that a network starts with; committees in the order of the parameters. */
export function deployTrust(
  m: IgnitionModuleBuilder,
  { staking, disputes, committees }: NetworkParameters,
  { accessManager, rewardToken, emissionController, makerRegistry, deviceRegistry }: TrustFoundations,
) {
  const { thawPeriod, treasury, burnBps } = staking;
  const operatorStaking = m.contract("OperatorStaking", [
    rewardToken,
    deviceRegistry,
    thawPeriod,
    { treasury, burnBps },
    accessManager,
  ]);
  const { maxChallengeWindow, rulingPeriod, ...terms } = disputes;
  const disputeManager = m.contract("DisputeManager", [
    emissionController,
    operatorStaking,
    deviceRegistry,
    maxChallengeWindow,
    rulingPeriod,
    terms,
    accessManager,
  ]);
  const reporterCommittees = committees.map(({ name, quorum, members }) => {
    const terms = members.map((member) => ({ ...member }));
    return m.contract(
      "ReporterCommittee",
      [operatorStaking, makerRegistry, terms, quorum, FIRST_MINIMUM_PLEDGE, accessManager],
      { id: `ReporterCommittee_${name}` },
    );
  });
  return { operatorStaking, disputeManager, reporterCommittees };
}
