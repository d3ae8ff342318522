import type { ContractRunner, Signer } from "ethers";
import { type Address, type DevnetManifest, type Hex, OpenDepinError, rewardTokenAbi } from "opendepin";
import * as library from "opendepin";
import { rewardDistributorAbi, rewardTokenAbi as sameAbi } from "opendepin/abi";
import artifact from "opendepin/artifacts/RewardToken.json" with { type: "json" };
import { addressesOf, deployments, type NetworkDeployment } from "opendepin/deployments";
import {
  addressSigner,
  type BatchRow,
  batchTree,
  deviceIdOf,
  deviceOnboardingTypedData,
  type KindConsent,
} from "opendepin/devices";
import { type Claim, claimTree, type Report, reportTypedData, type Tree } from "opendepin/rewards";
import { type RewardDistributor, RewardDistributor__factory } from "opendepin/typechain";

type FunctionName = Extract<(typeof rewardDistributorAbi)[number], { type: "function" }>["name"];

const claims: Claim[] = [
  { account: `0x${"a1".repeat(20)}`, cumulative: 1n, devicesRoot: `0x${"00".repeat(32)}` },
  { account: `0x${"b2".repeat(20)}`, cumulative: 2n ** 255n, devicesRoot: `0x${"d3".repeat(32)}` },
  { account: `0x${"c3".repeat(20)}`, cumulative: 10n ** 18n, devicesRoot: `0x${"e4".repeat(32)}` },
];
const batch: BatchRow[] = [
  { device: 1n, kind: 1 },
  { device: 2n ** 255n, kind: 2 },
];
const device: bigint = deviceIdOf(addressSigner(`0x${"a1".repeat(20)}`));
const tree: Tree = claimTree(claims);
const root: Hex = tree.root();
const functions: FunctionName[] = rewardDistributorAbi
  .filter((entry) => entry.type === "function")
  .map(({ name }) => name);

console.log(
  JSON.stringify({
    root,
    device: device.toString(),
    batchRoot: batchTree(batch).root(),
    isOneLibrary:
      library.claimTree === claimTree && rewardTokenAbi === sameAbi && library.batchTree === batchTree,
    isOneError: errorOf(() => claimTree([])) instanceof OpenDepinError,
    functions,
    claimSelector: RewardDistributor__factory.createInterface().getFunction("claim").selector,
    deployments,
    contractName: artifact.contractName,
    bytecode: artifact.bytecode,
  }),
);

function errorOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

// From here on, what has to compile, and what must not.

export function connect(distributor: Address, runner: ContractRunner): RewardDistributor {
  return RewardDistributor__factory.connect(distributor, runner);
}

export async function claimableOf(
  distributor: RewardDistributor,
  claim: Claim,
  proof: Hex[],
): Promise<bigint> {
  return distributor.claimable(claim.account, claim.cumulative, claim.devicesRoot, proof);
}

export function primaryTypeOf(report: Report, manifest: DevnetManifest): "Report" {
  const distributor = manifest.programs[0]?.distributor ?? "0x";
  return reportTypedData(report, { chainId: manifest.chainId, distributor }).primaryType;
}

export async function signOnboarding(signer: Signer, consent: KindConsent, registry: Address) {
  const { domain, types, message } = deviceOnboardingTypedData(consent, { chainId: 1n, registry });
  return signer.signTypedData(domain, types, message);
}

export const mainnet: NetworkDeployment | undefined = addressesOf(1);

// @ts-expect-error the ABI is constant: a function that does not exist has no name in it
export const misspelt: FunctionName = "claimabel";

// @ts-expect-error on-chain numbers are bigints
export const inexact: Claim["cumulative"] = 1;

// @ts-expect-error an address starts with 0x
export const unprefixed: Address = "a1";
