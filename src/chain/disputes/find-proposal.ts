import type { RewardDistributor } from "../../../typechain-types";
import { EXIT, OpenDepinError } from "../../errors";
import type { Hex } from "../../hex";
import type { Report } from "../../rewards/report";
import type { ProposedReport } from "../../watch/report-event";
import { providerOf } from "../provider-of";
import { refused } from "../refused";
import { sameAddress } from "../same-address";
import { findDeploymentBlock } from "../registry/find-deployment-block";
import { readReportEvents } from "../report-events";

/** A report and the signature that it was proposed with. */
export interface SignedReport {
  report: Report;
  signature: Hex;
}

/**
 * The event of the proposal of a report.
 *
 * @throws OpenDepinError `PROPOSAL_UNKNOWN` when the node has none.
 */
export async function findProposal(
  distributor: RewardDistributor,
  { epoch, nonce }: { epoch: number; nonce: number },
): Promise<ProposedReport> {
  const provider = providerOf(distributor);
  const address = await distributor.getAddress();
  const toBlock = await provider.getBlockNumber();
  const fromBlock = await findDeploymentBlock(provider, address, toBlock);
  for await (const event of readReportEvents(provider, { address, fromBlock, toBlock, epoch })) {
    if (event.name === "proposed" && event.nonce === nonce) return event;
  }
  throw new OpenDepinError(
    "PROPOSAL_UNKNOWN",
    `the node has no event of the proposal of epoch ${epoch} with nonce ${nonce}; use a node that has the chain's history`,
    { exitCode: EXIT.network },
  );
}

/**
 * The report and its signature, as the transaction of its proposal carries them.
 *
 * @throws OpenDepinError `PROPOSED_INDIRECTLY` when the distributor was called by a contract: what that was given need
 * not hold the signature as it is. `TRANSACTION_UNKNOWN`.
 */
export async function readProposal(
  distributor: RewardDistributor,
  { transaction }: Pick<ProposedReport, "transaction">,
): Promise<SignedReport> {
  const found = await providerOf(distributor).getTransaction(transaction);
  if (found === null) {
    throw new OpenDepinError("TRANSACTION_UNKNOWN", `the node does not have transaction ${transaction}`, {
      exitCode: EXIT.network,
    });
  }
  const call = sameAddress(found.to, await distributor.getAddress())
    ? distributor.interface.parseTransaction(found)
    : null;
  if (call?.name !== "propose") {
    throw refused(
      "PROPOSED_INDIRECTLY",
      `the report was proposed through the contract ${found.to ?? "that transaction created"} (transaction ${transaction}); take report and signature from a trace of it, and give them with --report and --signature`,
    );
  }
  const [report, signature] = call.args as unknown as [ReportStruct, Hex];
  return { report: reportOf(report), signature };
}

type ReportStruct = Record<"program" | "epoch" | "nonce" | "deadline" | "total", bigint> & {
  root: Hex;
  dataHash: Hex;
  dataURI: string;
};

function reportOf({ program, epoch, nonce, deadline, root, total, dataHash, dataURI }: ReportStruct): Report {
  return {
    program: Number(program),
    epoch: Number(epoch),
    nonce: Number(nonce),
    deadline: Number(deadline),
    root,
    total,
    dataHash,
    dataURI,
  };
}
