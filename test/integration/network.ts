import { strict as assert } from "node:assert";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import hre, { ethers } from "hardhat";

import { deployNetwork } from "../../deploy/deploy-network";
import { parseParameters } from "../../deploy/parameters";
import { finalizeReport } from "../../src/chain/finalize-report";
import { proposeReport } from "../../src/chain/propose-report";
import type { EpochReport } from "../../src/rewards/epoch/report";
import { trustParameters } from "../helpers/parameters";

export const EPOCH_LENGTH = 86_400;
const CHALLENGE_WINDOW = 3_600;
const GENESIS_DELAY = 600;

/** A network with one program, deployed as any other, that may mint `perEpoch` base units an epoch. */
export async function deployOneProgram(perEpoch: bigint) {
  const [, reporter, guardian, stranger] = await ethers.getSigners();
  assert(reporter && guardian && stranger, "the chain has too few accounts");
  const genesis = (await time.latest()) + GENESIS_DELAY;
  const parameters = parseParameters({
    token: { name: "Integration", symbol: "INT", cap: (2n ** 100n).toString(), allocations: [] },
    emissions: {
      genesis,
      epochLength: EPOCH_LENGTH,
      curve: {
        kind: "step",
        steps: [
          { fromEpoch: 0, perEpoch: perEpoch.toString() },
          { fromEpoch: 100, perEpoch: "0" },
        ],
      },
    },
    programs: [
      { name: "data", weightBps: 10_000, challengeWindow: CHALLENGE_WINDOW, reporter: reporter.address },
    ],
    devices: { name: "Devices", symbol: "DEV", rotationDelay: 3_600 },
    kinds: [],
    makers: [],
    ...trustParameters(guardian.address),
  });
  const addresses = await deployNetwork(hre, parameters);
  const token = await ethers.getContractAt("RewardToken", addresses.RewardToken);
  const distributor = await ethers.getContractAt("RewardDistributor", addresses.RewardDistributor[0] ?? "");

  /** Waits for the epoch's end, proposes its report, waits for the window's end, finalises it. */
  const report = async (epoch: EpochReport): Promise<void> => {
    await time.increaseTo(genesis + EPOCH_LENGTH * (Number(epoch.epoch) + 1));
    const options = { dataURI: "", validitySeconds: CHALLENGE_WINDOW };
    const { finalizableAt } = await proposeReport(distributor, epoch, reporter, options);
    await time.increaseTo(finalizableAt);
    await finalizeReport(distributor, stranger, epoch.root);
  };

  return { token, distributor, stranger, report };
}
