import { zeroPadValue } from "ethers";

import { IDuty__factory, type OperatorStaking } from "../../../typechain-types";
import { noProgress, type Progress } from "../../files/progress";
import type { Address } from "../../hex";
import { contractLogs } from "../contract-logs";
import { providerOf } from "../provider-of";
import { getBlock } from "../registry/read-at-block";

/** An account's stake, at one block. Amounts are base units. */
export interface StakeView {
  account: Address;
  /** What votes and covers devices; thaws are not in it. */
  bonded: bigint;
  /** What of the bond stands behind no duty, and can thaw. */
  free: bigint;
  pledges: PledgeView[];
  /** What is on its way out, the earliest first. */
  thaws: ThawView[];
  /** What rulings have credited it with, and nobody has collected for it. */
  credit: bigint;
  /** Votes that it casts: those of whoever delegates to it, itself too unless it has chosen another. */
  votes: bigint;
  delegate: Address;
  block: number;
  /** The block's, in seconds since 1970. */
  time: number;
}

export interface PledgeView {
  duty: Address;
  /** What was pledged, and what stands of it: less after a slash. */
  pledge: bigint;
  stands: bigint;
  /** While it serves, the pledge cannot fall; undefined if the duty does not say. */
  isOnDuty: boolean | undefined;
}

export interface ThawView {
  amount: bigint;
  /** From this second on (since 1970) it can be withdrawn. */
  availableAt: number;
}

/** Reads all that the staking knows of an account. */
export async function readStake(
  staking: OperatorStaking,
  account: Address,
  progress: Progress = noProgress,
): Promise<StakeView> {
  const { number: block, timestamp: time } = await getBlock(providerOf(staking), "latest");
  const at = { blockTag: block };
  const [{ bonded, pledged }, thaws, credit, votes, delegate, pledges] = await Promise.all([
    staking.stakeOf(account, at),
    staking.thawsOf(account, at),
    staking.creditOf(account, at),
    staking.getVotes(account, at),
    staking.delegates(account, at),
    readPledges(staking, account, block, progress),
  ]);
  return {
    account,
    bonded,
    free: bonded > pledged ? bonded - pledged : 0n,
    pledges,
    thaws: thaws
      .map(({ amount, availableAt }) => ({ amount, availableAt: Number(availableAt) }))
      .sort((left, right) => left.availableAt - right.availableAt),
    credit,
    votes,
    delegate: delegate.toLowerCase() as Address,
    block,
    time,
  };
}

/** The chain has what is pledged to a duty, but no list of duties: events name them. */
async function readPledges(
  staking: OperatorStaking,
  account: Address,
  block: number,
  progress: Progress,
): Promise<PledgeView[]> {
  const pledges = await lastPledges(staking, account, block, progress);
  const standing = [...pledges].filter(([, pledge]) => pledge > 0n);
  return Promise.all(
    standing.map(async ([duty, pledge]) => ({
      duty,
      pledge,
      stands: await staking.pledged(account, duty, { blockTag: block }),
      isOnDuty: await IDuty__factory.connect(duty, providerOf(staking))
        .isOnDuty(account, { blockTag: block })
        .catch(() => undefined),
    })),
  );
}

async function lastPledges(
  staking: OperatorStaking,
  account: Address,
  toBlock: number,
  progress: Progress,
): Promise<Map<Address, bigint>> {
  const event = staking.interface.getEvent("PledgeSet");
  const topics = [event.topicHash, zeroPadValue(account, 32)];
  const query = { phase: "reading the pledges", topics, toBlock, progress };
  const pledges = new Map<Address, bigint>();
  for await (const { data, topics: found } of contractLogs(staking, query)) {
    const { duty, pledge } = staking.interface.decodeEventLog(event, data, found);
    pledges.set(String(duty).toLowerCase() as Address, BigInt(String(pledge)));
  }
  return pledges;
}
