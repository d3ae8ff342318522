import type { Signer } from "ethers";

import type { OperatorStaking } from "../../../typechain-types";
import type { Address } from "../../hex";
import { type Sent, settledWithEvent } from "../send";

/** What an account was paid. */
export interface WithdrawResult extends Sent {
  account: Address;
  /** Base units. */
  amount: bigint;
}

/** Pays an account all of its own that has thawed; anybody may. */
export async function withdrawStake(
  staking: OperatorStaking,
  account: Address,
  sender: Signer,
): Promise<WithdrawResult> {
  const withdrawing = staking.connect(sender).withdraw(account);
  return paid(account, await settledWithEvent(withdrawing, staking, "Withdrawn"));
}

/** Pays an account what rulings have credited it with; anybody may. */
export async function withdrawCredit(
  staking: OperatorStaking,
  account: Address,
  sender: Signer,
): Promise<WithdrawResult> {
  const withdrawing = staking.connect(sender).withdrawCredit(account);
  return paid(account, await settledWithEvent(withdrawing, staking, "CreditPaid"));
}

function paid(
  account: Address,
  { sent, event }: Awaited<ReturnType<typeof settledWithEvent>>,
): WithdrawResult {
  return { account, amount: event["amount"] as bigint, ...sent };
}
