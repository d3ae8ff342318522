import type { Signer } from "ethers";

import {
  type DisputeManager,
  OperatorStaking__factory,
  type ReporterCommittee,
  ReporterCommittee__factory,
  type RewardDistributor,
  RewardDistributor__factory,
} from "../../../typechain-types";
import type { Address } from "../../hex";
import type { ProposedReport } from "../../watch/report-event";
import { providerOf } from "../provider-of";
import { refused } from "../refused";
import { type Sent, sentIn, settledReceipt } from "../send";
import { configurationAt } from "./configuration-at";
import { findProposal, readProposal, type SignedReport } from "./find-proposal";
import { type Punishment, punishmentsIn } from "./punishment";
import { type DisputeView, readDispute } from "./read-dispute";
import { distributorOf } from "./require-disputable";

/** Who was punished for a report. */
export interface PunishedReport extends Sent {
  dispute: number;
  /** Who signed the report: an account, or the committee that did. */
  reporter: Address;
  /** The committee's when the report was proposed; undefined of a single reporter. */
  configuration: number | undefined;
  punished: Punishment[];
}

/**
 * Slashes who signed a report that was ruled wrong; anybody may send.
 *
 * @param given The report and its signature, when the transaction of its proposal does not carry them.
 * @throws OpenDepinError `DISPUTE_UNKNOWN`, `NOT_UPHELD`, `NOT_A_REPORT`, `ALREADY_PUNISHED`,
 * `NOBODY_PLEDGED`, and what finding the proposal throws.
 */
export async function punish(
  manager: DisputeManager,
  id: number,
  sender: Signer,
  given?: SignedReport,
): Promise<PunishedReport> {
  const dispute = await readDispute(manager, id);
  const subject = requireUpheldReport(dispute);
  const distributor = RewardDistributor__factory.connect(
    await distributorOf(manager, subject.program),
    providerOf(manager),
  );
  const proposal = await findProposal(distributor, subject);
  const signed = given ?? (await readProposal(distributor, proposal));
  const committee = await committeeAt(manager, proposal.reporter);
  const { configuration, accounts } =
    committee === undefined
      ? { configuration: undefined, accounts: [proposal.reporter] }
      : await approvers(manager, committee, distributor, proposal, signed);
  await requireUnpunished(manager, id, accounts);
  const connected = manager.connect(sender);
  const { report, signature } = signed;
  const receipt = await settledReceipt(
    configuration === undefined
      ? connected.punishSigner(id, report, proposal.reporter, signature)
      : connected.punishApprovers(id, report, configuration, signature),
  );
  const punished = await punishmentsIn(manager, receipt);
  return { dispute: id, reporter: proposal.reporter, configuration, punished, ...sentIn(receipt) };
}

function requireUpheldReport({ dispute, status, subject }: DisputeView) {
  if (subject.kind !== "report") {
    throw refused(
      "NOT_A_REPORT",
      `dispute ${dispute} is about a device: its ruling has punished the operator`,
    );
  }
  if (status === "upheld") return subject;
  throw refused(
    "NOT_UPHELD",
    `dispute ${dispute} is ${status}; only a report that was ruled wrong is punished`,
  );
}

/** The committee at an address; undefined when a single account or a wallet is there. */
async function committeeAt(
  manager: DisputeManager,
  reporter: Address,
): Promise<ReporterCommittee | undefined> {
  const provider = providerOf(manager);
  if ((await provider.getCode(reporter)) === "0x") return undefined;
  const committee = ReporterCommittee__factory.connect(reporter, provider);
  const isCommittee = await committee.REPORT_APPROVAL_TYPEHASH().then(
    () => true,
    () => false,
  );
  return isCommittee ? committee : undefined;
}

/** Who answers for a committee's word: those of its signers who have ever pledged to it. */
async function approvers(
  manager: DisputeManager,
  committee: ReporterCommittee,
  distributor: RewardDistributor,
  proposal: ProposedReport,
  { report, signature }: SignedReport,
): Promise<{ configuration: number; accounts: Address[] }> {
  const configuration = await configurationAt(committee, proposal);
  const digest = await distributor.hashReport(report);
  const signers = await committee.approversOf(digest, configuration, signature);
  const staking = OperatorStaking__factory.connect(await manager.staking(), providerOf(manager));
  const pledged = await Promise.all(signers.map((account) => staking.hasPledged(account, committee)));
  const accounts = signers.filter((_, index) => pledged[index]) as Address[];
  if (accounts.length > 0) return { configuration, accounts };
  throw refused(
    "NOBODY_PLEDGED",
    `nobody who signed the report has ever pledged to the committee ${proposal.reporter}: nobody answers for it`,
  );
}

async function requireUnpunished(
  manager: DisputeManager,
  id: number,
  accounts: readonly Address[],
): Promise<void> {
  const punished = await Promise.all(accounts.map((account) => manager.isPunished(id, account)));
  if (punished.includes(false)) return;
  throw refused("ALREADY_PUNISHED", `all who signed the report were punished in dispute ${id} before`);
}
