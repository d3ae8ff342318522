import { setTimeout as sleep } from "node:timers/promises";

import { keccak256, Transaction, type Wallet } from "ethers";

import type { DisputeManager } from "../../../typechain-types";
import type { Hex } from "../../hex";
import type { ProposedReport } from "../../watch/report-event";
import type { EvidenceFile, SignedChallenge } from "../../watch/watch-state";
import { allowBond } from "../disputes/allow-bond";
import { providerOf } from "../provider-of";

const POLL_MS = 500;

/** How a watcher challenges. */
export interface ChallengeTerms {
  manager: DisputeManager;
  program: number;
  challenger: Wallet;
  /** Where the directory of the state file is published; the evidence's URI starts with it. */
  evidenceBase: string;
}

/**
 * Signs the challenge to a report without sending it; the bond is allowed before.
 *
 * @throws OpenDepinError `BOND_MISSING`; and when the contract would refuse, what ethers throws.
 */
export async function signChallenge(
  { manager, program, challenger, evidenceBase }: ChallengeTerms,
  { epoch, nonce, root }: ProposedReport,
  { file, keccak256: evidence }: EvidenceFile,
): Promise<SignedChallenge> {
  const { reportBond } = await manager.terms();
  await allowBond(manager, reportBond, challenger);
  const uri = evidenceBase === "" ? "" : `${evidenceBase}${file}`;
  const call = await manager.challengeReport.populateTransaction(program, epoch, nonce, root, evidence, uri);
  const raw = (await challenger.signTransaction(await challenger.populateTransaction(call))) as Hex;
  return { transaction: keccak256(raw) as Hex, raw };
}

/** What became of a signed challenge: in a block, on its way, or void, so that another one may be signed. */
export type Delivery = "mined" | "sent" | "void";

/**
 * Sends a signed challenge, whether or not it was sent before, and waits a while for it to be in a block.
 *
 * @param timeoutMs How long.
 */
export async function deliver(
  manager: DisputeManager,
  { transaction, raw }: SignedChallenge,
  timeoutMs: number,
): Promise<Delivery> {
  const provider = providerOf(manager);
  if ((await provider.getTransactionReceipt(transaction)) === null) {
    if ((await provider.getTransaction(transaction)) === null && !(await broadcast(manager, raw)))
      return "void";
  }
  const end = Date.now() + timeoutMs;
  for (;;) {
    const receipt = await provider.getTransactionReceipt(transaction);
    if (receipt !== null) return receipt.status === 1 ? "mined" : "void";
    if (Date.now() >= end) return "sent";
    await sleep(POLL_MS);
  }
}

/** A transaction is good only as its account's next one: if it is not, it comes too late, or too early for ever. */
async function broadcast(manager: DisputeManager, raw: Hex): Promise<boolean> {
  const provider = providerOf(manager);
  const { from, nonce } = Transaction.from(raw);
  if (from === null || (await provider.getTransactionCount(from, "pending")) !== nonce) return false;
  await provider.broadcastTransaction(raw);
  return true;
}
