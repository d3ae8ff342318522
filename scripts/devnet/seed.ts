import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkAddresses } from "../../deploy/deploy-network";
import { handOver } from "../../deploy/hand-over";
import type { NetworkParameters } from "../../deploy/parameters";
import type { MemberParameters, ReporterParameters } from "../../deploy/trust-parameters";
import { addressSigner } from "../../src/devices/address-signer";
import type { BakedManifest } from "../../src/devnet/bake/bake";
import { DEVNET_CHAIN_ID } from "../../src/devnet/chain-id";
import {
  DEVNET_MANIFEST_VERSION,
  type DevnetCommittee,
  type DevnetEpoch,
  type DevnetManifest,
  type DevnetMember,
  type DevnetProgram,
} from "../../src/devnet/manifest";
import type { Address } from "../../src/hex";
import { type NamedAccounts, nameOf } from "./accounts";
import { seedDevices } from "./devices/seed-devices";
import { seedCoverage } from "./epochs/seed-coverage";
import { seedMapping } from "./epochs/seed-mapping";
import { DISHONEST, openWorld, type SeedWorld } from "./epochs/world";
import { seedProposal } from "./governance/seed-proposal";
import { seedBonds } from "./trust/seed-bonds";

/**
 * Fills a deployed network with devices, bonds, a decision and epochs, and hands it over on the way. Says of it
 * everything but where it is served.
 */
export async function seedNetwork(
  hre: HardhatRuntimeEnvironment,
  parameters: NetworkParameters,
  addresses: NetworkAddresses,
  accounts: NamedAccounts,
  place: Pick<SeedWorld, "directory" | "rpc">,
): Promise<BakedManifest> {
  const devices = await seedDevices(hre, parameters, addresses, place);
  await handOver(addresses, await hre.ethers.getSigner(accounts.deployer.address));
  await seedBonds(hre, parameters, addresses, accounts);
  const proposal = await seedProposal(addresses.NetworkGovernor, accounts, place.rpc);
  const world = await openWorld(hre, addresses, accounts, place);
  const coverage = await seedCoverage(world);
  const mapping = await seedMapping(world);
  return {
    format: "opendepin-devnet",
    version: DEVNET_MANIFEST_VERSION,
    chainId: DEVNET_CHAIN_ID,
    contracts: contractsOf(addresses),
    programs: programsOf(parameters, addresses, accounts, [coverage, mapping.epochs]),
    ...devices,
    disputes: mapping.disputes,
    proposals: [proposal],
    accounts,
  };
}

function contractsOf(addresses: NetworkAddresses): DevnetManifest["contracts"] {
  return {
    accessManager: addresses.AccessManager as Address,
    rewardToken: addresses.RewardToken as Address,
    emissionController: addresses.EmissionController as Address,
    makerRegistry: addresses.MakerRegistry as Address,
    deviceRegistry: addresses.DeviceRegistry as Address,
    p256Verifier: addresses.P256Verifier as Address,
    rsaVerifier: addresses.RSAVerifier as Address,
    webAuthnVerifier: addresses.WebAuthnVerifier as Address,
    operatorStaking: addresses.OperatorStaking as Address,
    reporterCommittee: addresses.ReporterCommittee[0] as Address,
    disputeManager: addresses.DisputeManager as Address,
    networkGovernor: addresses.NetworkGovernor as Address,
    networkTimelock: addresses.NetworkTimelock as Address,
  };
}

function programsOf(
  { programs, committees }: NetworkParameters,
  addresses: NetworkAddresses,
  accounts: NamedAccounts,
  epochs: readonly DevnetEpoch[][],
): DevnetProgram[] {
  const known = committees.map(({ name, quorum, members }, index) => ({
    name,
    address: addresses.ReporterCommittee[index] as Address,
    quorum,
    members: members.map((member) => memberEntry(member, accounts)),
  }));
  return programs.map(({ name, reporter }, index) => ({
    program: index + 1,
    name,
    distributor: addresses.RewardDistributor[index] as Address,
    ...signedBy(reporter, known),
    epochs: epochs[index] ?? [],
  }));
}

function signedBy(
  reporter: ReporterParameters,
  committees: readonly (DevnetCommittee & { name: string })[],
): Pick<DevnetProgram, "reporter" | "committee"> {
  if (reporter.kind === "account") return { reporter: reporter.address as Address, committee: null };
  const named = committees.find(({ name }) => name === reporter.name);
  if (named === undefined) throw new Error(`the devnet has no committee ${reporter.name}`);
  const { address, quorum, members } = named;
  return { reporter: address, committee: { address, quorum, members } };
}

function memberEntry({ account, signer, weight }: MemberParameters, accounts: NamedAccounts): DevnetMember {
  const name = nameOf(accounts, account);
  return {
    name,
    account: account as Address,
    signer: addressSigner(signer as Address),
    weight,
    honest: name !== DISHONEST,
  };
}
