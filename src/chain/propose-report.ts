import type { Signer } from "ethers";

import type { RewardDistributor } from "../../typechain-types";
import type { Hex } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { type Report, signReport } from "../rewards/report";
import { committeeAt } from "./committee/find-committee";
import { readDistributorState } from "./distributor-state";
import { finalizeDue } from "./finalize-report";
import { providerOf } from "./provider-of";
import { refused } from "./refused";
import { requireReportable, requireUnpaused } from "./require-reportable";
import type { Sent } from "./send";
import { type Submission, submitReport } from "./submit-report";

export interface ProposeOptions {
  /** Where the epoch's directory is published; may be empty. */
  dataURI: string;
  /** How long the report may be proposed after it was signed, in seconds. */
  validitySeconds: number;
}

/** What was proposed, and the transactions that it took. */
export interface Proposal extends Submission {
  report: Report;
  signature: Hex;
  /** The finalisation of the report before, when it was due. */
  finalized: Sent | undefined;
}

/**
 * Signs an epoch's report as its reporter and proposes it; a report before it whose window has passed is finalised
 * first.
 *
 * @param epoch What the epoch's directory states.
 * @param reporter Signs and sends.
 * @throws OpenDepinError `NOT_REPORTER`, `PROPOSALS_PAUSED`, and as `requireReportable`.
 */
export async function proposeReport(
  distributor: RewardDistributor,
  epoch: EpochReport,
  reporter: Signer,
  { dataURI, validitySeconds }: ProposeOptions,
): Promise<Proposal> {
  const before = await readDistributorState(distributor);
  requireReportable(before, epoch);
  requireUnpaused(before);
  await requireReporter(distributor, reporter);
  const finalized = await finalizeDue(distributor, reporter);
  const state = await readDistributorState(distributor);

  const report: Report = {
    program: state.program,
    epoch: Number(epoch.epoch),
    nonce: state.reportNonce,
    deadline: state.now + validitySeconds,
    root: epoch.root,
    total: epoch.total,
    dataHash: epoch.dataHash,
    dataURI,
  };
  const domain = { chainId: state.chainId, distributor: state.address };
  const signature = await signReport(report, domain, reporter);
  return { report, signature, finalized, ...(await submitReport(distributor, report, signature, reporter)) };
}

async function requireReporter(distributor: RewardDistributor, reporter: Signer): Promise<void> {
  const [expected, address] = await Promise.all([distributor.reporter(), reporter.getAddress()]);
  if (expected === address) return;
  const committee = await committeeAt(providerOf(distributor), expected);
  throw refused(
    "NOT_REPORTER",
    committee === undefined
      ? `the program's reporter is ${expected}, but the key belongs to ${address}`
      : `the program's reporter is a committee, ${expected}, whose members sign together; see: opendepin report request --help`,
  );
}
