import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { finalizeReport } from "../../src/chain/finalize-report";
import { proposeReport } from "../../src/chain/propose-report";
import type { OpenRegistry } from "../../src/chain/registry/open-registry";
import { readEpochSnapshot } from "../../src/chain/registry/read-epoch-snapshot";
import type { DevnetEpoch } from "../../src/devnet/manifest";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import type { EpochReport } from "../../src/rewards/epoch/report";
import type { EmissionController, RewardDistributor } from "../../typechain-types";
import { DATA_DIRECTORY } from "./data-directory";

/** The devnet's only one. */
const PROGRAM = 1;
const EXAMPLE = join(__dirname, "../../examples/epoch/contributions.csv");

export interface SeedContracts {
  controller: EmissionController;
  distributor: RewardDistributor;
  registry: OpenRegistry;
}

/**
 * Runs the bundled example through the whole loop: epoch 0 is finalised and claimable, epoch 1 is proposed and in its
 * challenge window.
 */
export async function seedEpochs(
  hre: HardhatRuntimeEnvironment,
  { controller, distributor, registry }: SeedContracts,
): Promise<DevnetEpoch[]> {
  const [, reporter] = await hre.ethers.getSigners();
  if (reporter === undefined) throw new Error("the devnet has no reporter account");
  const budget = await controller.available(PROGRAM, 0);
  const window = Number(await distributor.challengeWindow());

  await reach(await endOf(controller, 0));
  const first = await build(0, budget, registry);
  const { finalizableAt } = await proposeReport(distributor, first, reporter, {
    dataURI: "",
    validitySeconds: window,
  });
  await reach(BigInt(finalizableAt));
  await finalizeReport(distributor, reporter);

  await reach(await endOf(controller, 1));
  const second = await build(1, budget, registry, directoryOf(0));
  const pending = await proposeReport(distributor, second, reporter, {
    dataURI: "",
    validitySeconds: window,
  });
  return [entry(first, "claimable", finalizableAt), entry(second, "pending", pending.finalizableAt)];
}

function build(
  number: number,
  budget: bigint,
  registry: OpenRegistry,
  previous?: string,
): Promise<EpochReport> {
  const epoch = BigInt(number);
  return buildEpochDirectory({
    epoch,
    out: directoryOf(number),
    inputs: { contributions: EXAMPLE },
    registry: { program: PROGRAM, read: () => readEpochSnapshot(registry, epoch) },
    budget,
    previous,
  });
}

function directoryOf(epoch: number): string {
  return join(DATA_DIRECTORY, `epoch-${epoch}`);
}

/** Moves the chain's clock forward to a second, unless it is past it. */
async function reach(timestamp: bigint): Promise<void> {
  if (BigInt(await time.latest()) < timestamp) await time.increaseTo(timestamp);
}

async function endOf(controller: EmissionController, epoch: number): Promise<bigint> {
  const [genesis, length] = await Promise.all([controller.genesis(), controller.epochLength()]);
  return genesis + length * BigInt(epoch + 1);
}

function entry(report: EpochReport, status: DevnetEpoch["status"], finalizableAt: number): DevnetEpoch {
  const epoch = Number(report.epoch);
  return {
    epoch,
    status,
    root: report.root,
    total: report.total.toString(),
    directory: directoryOf(epoch),
    finalizableAt,
  };
}
