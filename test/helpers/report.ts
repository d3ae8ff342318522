import { type Signer, type TypedDataDomain, type TypedDataField, id, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { type RewardDistributor } from "../../typechain-types";
import { passEpoch } from "./clock";
import { type ClaimTree } from "./tree";

/** A report as the contract takes it, with the types that ethers signs. */
export interface Report {
  program: bigint;
  epoch: bigint;
  nonce: bigint;
  deadline: bigint;
  root: string;
  total: bigint;
  dataHash: string;
  dataURI: string;
}

export const REPORT_TYPES: Record<"Report", TypedDataField[]> = {
  Report: [
    { name: "program", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "nonce", type: "uint32" },
    { name: "deadline", type: "uint40" },
    { name: "root", type: "bytes32" },
    { name: "total", type: "uint128" },
    { name: "dataHash", type: "bytes32" },
    { name: "dataURI", type: "string" },
  ],
};

/** What `pendingReport()` says if no report waits. */
export const NOTHING_PENDING = [0n, 0n, 0n, false, 0n, ZeroHash] as const;
export const LATEST_DEADLINE = 2n ** 40n - 1n;

export async function reportDomain(distributor: RewardDistributor): Promise<TypedDataDomain> {
  const { chainId } = await ethers.provider.getNetwork();
  return {
    name: "OpenDePIN RewardDistributor",
    version: "1",
    chainId,
    verifyingContract: await distributor.getAddress(),
  };
}

/** The report that the distributor expects next about `epoch`, never expiring. */
export async function nextReport(
  distributor: RewardDistributor,
  epoch: number,
  { root, total }: Pick<ClaimTree, "root" | "total">,
): Promise<Report> {
  return {
    program: await distributor.program(),
    epoch: BigInt(epoch),
    nonce: await distributor.reportNonce(),
    deadline: LATEST_DEADLINE,
    root,
    total,
    dataHash: id(`data of epoch ${epoch}`),
    dataURI: `ipfs://epoch-${epoch}`,
  };
}

export async function signReport(
  distributor: RewardDistributor,
  report: Report,
  signer: Pick<Signer, "signTypedData">,
  domain: TypedDataDomain = {},
): Promise<string> {
  return signer.signTypedData({ ...(await reportDomain(distributor)), ...domain }, REPORT_TYPES, report);
}

interface Reporting {
  distributor: RewardDistributor;
  reporter: Pick<Signer, "signTypedData">;
  genesis: number;
}

/** Waits for the end of `epoch`, then signs and proposes its report. */
export async function proposeEpoch(
  { distributor, reporter, genesis }: Reporting,
  epoch: number,
  tree: Pick<ClaimTree, "root" | "total">,
): Promise<Report> {
  await passEpoch(genesis, epoch);
  const report = await nextReport(distributor, epoch, tree);
  await distributor.propose(report, await signReport(distributor, report, reporter));
  return report;
}
