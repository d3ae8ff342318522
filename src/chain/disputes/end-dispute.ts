import type { Signer } from "ethers";

import type { DisputeManager } from "../../../typechain-types";
import { formatTime } from "../../format-time";
import { providerOf } from "../provider-of";
import { getBlock } from "../registry/read-at-block";
import { refused } from "../refused";
import { type Sent, sentIn, settledReceipt } from "../send";
import { type Punishment, punishmentsIn } from "./punishment";
import { type DisputeView, readDispute } from "./read-dispute";

/** What the arbiter decides. */
export interface Decision {
  upheld: boolean;
  /** Base units that each culprit loses, at most the dispute's penalty; zero unless upheld. */
  penalty: bigint;
  /** Where the reasons are published; may be empty. */
  reasonURI: string;
}

/** A dispute that ended. */
export interface EndedDispute extends Sent {
  dispute: DisputeView;
  /** The operator of a device; who signed a report is punished by {@link punish}. */
  punished: Punishment[];
}

/**
 * Ends an open dispute with a ruling, as the arbiter.
 *
 * @throws OpenDepinError `DISPUTE_UNKNOWN`, `DISPUTE_ENDED`, `RULING_LATE`, `PENALTY_ABOVE`.
 */
export async function ruleDispute(
  manager: DisputeManager,
  id: number,
  { upheld, penalty, reasonURI }: Decision,
  arbiter: Signer,
): Promise<EndedDispute> {
  const open = await requireOpen(manager, id);
  if ((await newestTime(manager)) > open.rulingDeadline) {
    throw refused(
      "RULING_LATE",
      `the time for a ruling ended at ${formatTime(open.rulingDeadline)}; anybody may run: opendepin dispute expire ${id}`,
    );
  }
  if (penalty > open.penalty) {
    throw refused("PENALTY_ABOVE", `a culprit of dispute ${id} can lose ${open.penalty} at most`);
  }
  const receipt = await settledReceipt(manager.connect(arbiter).rule(id, upheld, penalty, reasonURI));
  return {
    dispute: await readDispute(manager, id),
    punished: await punishmentsIn(manager, receipt),
    ...sentIn(receipt),
  };
}

/**
 * Ends a dispute that nobody ruled on in time; anybody may.
 *
 * @throws OpenDepinError `DISPUTE_UNKNOWN`, `DISPUTE_ENDED`, `RULING_AWAITED`.
 */
export async function expireDispute(
  manager: DisputeManager,
  id: number,
  sender: Signer,
): Promise<EndedDispute> {
  const open = await requireOpen(manager, id);
  if ((await newestTime(manager)) <= open.rulingDeadline) {
    throw refused(
      "RULING_AWAITED",
      `the arbiter has time until ${formatTime(open.rulingDeadline)}; try again then`,
    );
  }
  const receipt = await settledReceipt(manager.connect(sender).expire(id));
  return { dispute: await readDispute(manager, id), punished: [], ...sentIn(receipt) };
}

async function requireOpen(manager: DisputeManager, id: number): Promise<DisputeView> {
  const dispute = await readDispute(manager, id);
  if (dispute.status === "open") return dispute;
  throw refused("DISPUTE_ENDED", `dispute ${id} has ended: it was ${dispute.status}`);
}

async function newestTime(manager: DisputeManager): Promise<number> {
  return (await getBlock(providerOf(manager), "latest")).timestamp;
}
