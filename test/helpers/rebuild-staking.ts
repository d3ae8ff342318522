import { ZeroAddress } from "ethers";

import { type OperatorStaking } from "../../typechain-types";
import { type ContractEvent, type EventArgs, eventsOf } from "./events-of";

/** A thaw: its amount, and the second from which it can be withdrawn. */
export type RebuiltThaw = [amount: bigint, availableAt: bigint];

export interface RebuiltAccount {
  bonded: bigint;
  thaws: RebuiltThaw[];
  pledges: Map<string, bigint>;
  credit: bigint;
  delegatee: string;
}

/** Everything that a staking remembers, as its events alone tell it. */
export interface RebuiltStaking {
  accounts: Map<string, RebuiltAccount>;
  votes: Map<string, bigint>;
  /** The thaw period before the last change, the one after it, and from when on a shorter one counts. */
  thaw: { previous: bigint; current: bigint; fromTime: bigint };
  split: [treasury: string, burnBps: bigint];
  pausedUntil: bigint;
}

export async function rebuildStaking(staking: OperatorStaking): Promise<RebuiltStaking> {
  const state: RebuiltStaking = {
    accounts: new Map(),
    votes: new Map(),
    thaw: { previous: 0n, current: 0n, fromTime: 0n },
    split: [ZeroAddress, 0n],
    pausedUntil: 0n,
  };
  for (const event of await eventsOf(staking)) apply(state, event);
  return state;
}

/** How long a thaw takes that starts at `second`. */
export function thawPeriodAt({ thaw }: RebuiltStaking, second: bigint): bigint {
  const { previous, current, fromTime } = thaw;
  return second < fromTime && previous > current ? previous : current;
}

/** The account's books; empty ones if it was never heard of. */
export function accountOf({ accounts }: RebuiltStaking, address: string): RebuiltAccount {
  let account = accounts.get(address);
  if (account === undefined) {
    account = { bonded: 0n, thaws: [], pledges: new Map(), credit: 0n, delegatee: address };
    accounts.set(address, account);
  }
  return account;
}

/** All pledges of an account together. */
export function pledgedBy({ pledges }: RebuiltAccount): bigint {
  return [...pledges.values()].reduce((sum, each) => sum + each, 0n);
}

function apply(state: RebuiltStaking, { name, args, timestamp }: ContractEvent): void {
  const account = () => accountOf(state, args.text("account"));
  switch (name) {
    case "Bonded":
      account().bonded += args.number("amount");
      break;
    case "ThawStarted":
      account().bonded -= args.number("amount");
      account().thaws.push([args.number("amount"), args.number("availableAt")]);
      break;
    case "Withdrawn":
      account().thaws = account().thaws.filter(([, availableAt]) => availableAt > timestamp);
      break;
    case "PledgeSet":
      account().pledges.set(args.text("duty"), args.number("pledge"));
      break;
    case "Slashed":
      slash(account(), args);
      break;
    case "Credited":
      account().credit += args.number("amount");
      break;
    case "CreditPaid":
      account().credit -= args.number("amount");
      break;
    case "DelegateChanged":
      accountOf(state, args.text("delegator")).delegatee = args.text("toDelegate");
      break;
    case "DelegateVotesChanged":
      state.votes.set(args.text("delegate"), args.number("newVotes"));
      break;
    case "ThawPeriodSet":
      state.thaw = {
        previous: args.number("previous"),
        current: args.number("current"),
        fromTime: args.number("fromTime"),
      };
      break;
    case "SlashSplitSet":
      state.split = [args.text("treasury"), args.number("burnBps")];
      break;
    case "BondingPaused":
      state.pausedUntil = args.number("until");
      break;
  }
}

/** The bond first, then what thaws, latest first. */
function slash(account: RebuiltAccount, args: EventArgs): void {
  const fromBond = args.number("fromBond");
  account.bonded -= fromBond;
  let left = args.number("amount") - fromBond;
  for (let thaw = account.thaws.pop(); thaw !== undefined; thaw = account.thaws.pop()) {
    const [amount, availableAt] = thaw;
    if (amount > left) {
      account.thaws.push([amount - left, availableAt]);
      return;
    }
    left -= amount;
  }
}
