import type { Signer } from "ethers";

import type { IRewardDistributor, RewardDistributor } from "../../typechain-types";
import { EXIT, OpenDepinError } from "../errors";
import type { Claims } from "../rewards/epoch/claims";
import type { Tree } from "../merkle/build-tree";
import { eventsIn, type Sent, sentIn, settledReceipt } from "./send";

/** At 1,000,000 leaves a batch of this size takes about a quarter of the gas that one transaction may use. */
const BATCH_SIZE = 100;

/** Reads in flight at once: public endpoints refuse floods. */
const READS_AT_ONCE = 500;

/** What an epoch lets its accounts claim: `readEpochDirectory` gives both. */
export interface ClaimableEpoch {
  claims: Claims;
  tree: Tree;
}

/** What one claim transaction paid. */
export interface Payment extends Sent {
  /** Accounts in the transaction. */
  accounts: number;
  /** Base units paid. */
  amount: bigint;
}

/**
 * Claims for some accounts of an epoch; each account is paid, whoever sends.
 *
 * @param indexes Positions of the accounts among the claims.
 * @param progress Called with the share of accounts done, 0 to 1, after each transaction.
 * @throws OpenDepinError `ROOT_NOT_ACTIVE` when the epoch is not what the distributor pays from.
 */
export async function claimRewards(
  distributor: RewardDistributor,
  { claims, tree }: ClaimableEpoch,
  indexes: readonly number[],
  sender: Signer,
  progress: (share: number) => void = () => undefined,
): Promise<Payment[]> {
  await requireActive(distributor, tree.root());
  const connected = distributor.connect(sender);
  const payments: Payment[] = [];
  for (let start = 0; start < indexes.length; start += BATCH_SIZE) {
    const batch = indexes
      .slice(start, start + BATCH_SIZE)
      .map((index) => ({ ...claims.at(index), proof: tree.proof(index) }));
    payments.push(await pay(connected, batch));
    progress((start + batch.length) / indexes.length);
  }
  return payments;
}

/** What was paid is what the transaction says: a claim that somebody else made meanwhile is not in it. */
async function pay(
  distributor: RewardDistributor,
  batch: readonly IRewardDistributor.ClaimStruct[],
): Promise<Payment> {
  const receipt = await settledReceipt(send(distributor, batch));
  const address = (await distributor.getAddress()).toLowerCase();
  const paid = eventsIn(receipt, distributor, address, "RewardsClaimed");
  const amount = paid.reduce((sum, claim) => sum + (claim["amount"] as bigint), 0n);
  return { accounts: batch.length, amount, ...sentIn(receipt) };
}

function send(distributor: RewardDistributor, batch: readonly IRewardDistributor.ClaimStruct[]) {
  const [first] = batch;
  if (first === undefined || batch.length > 1) return distributor.claimMany([...batch]);
  return distributor.claim(first.account, first.cumulative, first.devicesRoot, first.proof);
}

async function requireActive(distributor: RewardDistributor, root: string): Promise<void> {
  const active = await distributor.activeRoot();
  if (active === root) return;
  throw new OpenDepinError(
    "ROOT_NOT_ACTIVE",
    `the distributor pays from root ${active}, the directory has ${root}; use the directory of the last finalised epoch`,
    { exitCode: EXIT.no },
  );
}

/**
 * Positions of the accounts that have something to claim.
 *
 * @param indexes Positions to look at; all if left out.
 */
export async function unclaimed(
  distributor: RewardDistributor,
  { claims }: ClaimableEpoch,
  indexes: readonly number[] = Array.from({ length: claims.length }, (_, index) => index),
): Promise<number[]> {
  const owed: number[] = [];
  for (let start = 0; start < indexes.length; start += READS_AT_ONCE) {
    const batch = indexes.slice(start, start + READS_AT_ONCE);
    const paid = await Promise.all(batch.map((index) => distributor.claimed(claims.at(index).account)));
    owed.push(...batch.filter((index, at) => claims.at(index).cumulative > (paid[at] ?? 0n)));
  }
  return owed;
}
