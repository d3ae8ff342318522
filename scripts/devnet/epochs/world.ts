import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkAddresses } from "../../../deploy/deploy-network";
import { type OpenRegistry, openRegistry } from "../../../src/chain/registry/open-registry";
import type { JsonRpc } from "../../../src/devnet/json-rpc";
import type { Address, Hex } from "../../../src/hex";
import {
  type DisputeManager,
  DisputeManager__factory,
  type EmissionController,
  EmissionController__factory,
  type RewardDistributor,
  RewardDistributor__factory,
} from "../../../typechain-types";
import type { AccountName, NamedAccounts } from "../accounts";

/** Reports what it likes, if others sign unseen. */
export const DISHONEST = "reporter5";
/** Members whose weight is enough, and who rebuild what they sign. */
export const HONEST_QUORUM = ["reporter1", "reporter2", "reporter3"] as const;
/** Members whose weight is enough, and who do not. */
export const COLLUDING_QUORUM = ["reporter3", "reporter4", DISHONEST] as const;

/** Everything that the devnet's epochs are run with. */
export interface SeedWorld {
  /** Where the devnet's data is written. */
  directory: string;
  rpc: JsonRpc;
  controller: EmissionController;
  /** In the order of the program ids. */
  distributors: RewardDistributor[];
  registry: OpenRegistry;
  /** Its bonds cover the registry's devices. */
  staking: Address;
  disputes: DisputeManager;
  accounts: NamedAccounts;
  /** Pays for what anybody may send. */
  sender: HardhatEthersSigner;
  challenger: HardhatEthersSigner;
}

export async function openWorld(
  hre: HardhatRuntimeEnvironment,
  addresses: NetworkAddresses,
  accounts: NamedAccounts,
  { directory, rpc }: Pick<SeedWorld, "directory" | "rpc">,
): Promise<SeedWorld> {
  const { provider } = hre.ethers;
  return {
    directory,
    rpc,
    controller: EmissionController__factory.connect(addresses.EmissionController, provider),
    distributors: addresses.RewardDistributor.map((address) =>
      RewardDistributor__factory.connect(address, provider),
    ),
    registry: await openRegistry(provider, addresses.DeviceRegistry),
    staking: addresses.OperatorStaking as Address,
    disputes: DisputeManager__factory.connect(addresses.DisputeManager, provider),
    accounts,
    sender: await hre.ethers.getSigner(accounts.alice.address),
    challenger: await hre.ethers.getSigner(accounts.challenger.address),
  };
}

export function keysOf(accounts: NamedAccounts, names: readonly AccountName[]): Hex[] {
  return names.map((name) => accounts[name].privateKey);
}
