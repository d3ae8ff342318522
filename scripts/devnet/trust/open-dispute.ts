import type { Signer } from "ethers";

import { challengeReport } from "../../../src/chain/disputes/challenge-report";
import type { DevnetDispute } from "../../../src/devnet/manifest";
import type { Address, Hex } from "../../../src/hex";
import type { DisputeManager, RewardDistributor } from "../../../typechain-types";

/** The report as it should have been. */
export interface HonestData {
  dataHash: Hex;
  /** Relative to the manifest. */
  directory: string;
}

/** Challenges a program's pending report, which freezes it. */
export async function openDispute(
  manager: DisputeManager,
  distributor: RewardDistributor,
  { dataHash, directory }: HonestData,
  challenger: Signer,
): Promise<DevnetDispute> {
  const { maxPenalty } = await manager.terms();
  const { dispute, bond, rulingDeadline, report } = await challengeReport(
    manager,
    distributor,
    { evidence: dataHash, evidenceURI: directory },
    challenger,
  );
  return {
    dispute,
    program: Number(await distributor.program()),
    epoch: report.epoch,
    nonce: report.nonce,
    challenger: (await challenger.getAddress()) as Address,
    bond: bond.toString(),
    penalty: maxPenalty.toString(),
    rulingDeadline,
    evidence: dataHash,
    directory,
  };
}
