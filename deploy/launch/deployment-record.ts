import type { NetworkDeployment } from "../../src/deployments";
import type { Address } from "../../src/hex";
import type { NetworkAddresses } from "../deploy-network";

/** A deployed network as the package publishes it. */
export function recordOf(chainId: number, addresses: NetworkAddresses): NetworkDeployment {
  const one = (name: Single) => addresses[name] as Address;
  const each = (name: "RewardDistributor" | "ReporterCommittee") => addresses[name] as readonly Address[];
  return {
    chainId,
    accessManager: one("AccessManager"),
    rewardToken: one("RewardToken"),
    emissionController: one("EmissionController"),
    rewardDistributors: each("RewardDistributor"),
    makerRegistry: one("MakerRegistry"),
    deviceRegistry: one("DeviceRegistry"),
    p256Verifier: one("P256Verifier"),
    rsaVerifier: one("RSAVerifier"),
    webAuthnVerifier: one("WebAuthnVerifier"),
    operatorStaking: one("OperatorStaking"),
    reporterCommittees: each("ReporterCommittee"),
    disputeManager: one("DisputeManager"),
    networkGovernor: one("NetworkGovernor"),
    networkTimelock: one("NetworkTimelock"),
  };
}

/** A published network as the deployment knows it. */
export function addressesIn(record: NetworkDeployment): NetworkAddresses {
  return {
    AccessManager: record.accessManager,
    RewardToken: record.rewardToken,
    EmissionController: record.emissionController,
    RewardDistributor: [...record.rewardDistributors],
    ReporterCommittee: [...record.reporterCommittees],
    MakerRegistry: record.makerRegistry,
    DeviceRegistry: record.deviceRegistry,
    OperatorStaking: record.operatorStaking,
    DisputeManager: record.disputeManager,
    NetworkGovernor: record.networkGovernor,
    NetworkTimelock: record.networkTimelock,
    P256Verifier: record.p256Verifier,
    RSAVerifier: record.rsaVerifier,
    WebAuthnVerifier: record.webAuthnVerifier,
  };
}

type Single = Exclude<keyof NetworkAddresses, "RewardDistributor" | "ReporterCommittee">;
