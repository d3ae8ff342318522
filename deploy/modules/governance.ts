import type {
  IgnitionModuleBuilder,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { NetworkParameters } from "../parameters";

type Deployed = NamedArtifactContractDeploymentFuture<string>;

/** Who governs once the deployer has handed over: bonded voters, and the delay before the role table changes. */
export function deployGovernance(
  m: IgnitionModuleBuilder,
  { governance, guardian }: NetworkParameters,
  { accessManager, operatorStaking }: { accessManager: Deployed; operatorStaking: Deployed },
) {
  const { timelockDelay, ...settings } = governance;
  const networkGovernor = m.contract("NetworkGovernor", [
    operatorStaking,
    accessManager,
    { ...settings, guardian },
  ]);
  const networkTimelock = m.contract("NetworkTimelock", [accessManager, networkGovernor, timelockDelay]);
  return { networkGovernor, networkTimelock };
}
