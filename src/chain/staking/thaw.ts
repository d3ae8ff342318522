import type { Signer } from "ethers";

import type { OperatorStaking } from "../../../typechain-types";
import type { Address } from "../../hex";
import { accountOf } from "../account-of";
import { type Sent, settledWithEvent } from "../send";

/** A part of a bond that is on its way out. */
export interface ThawResult extends Sent {
  account: Address;
  /** Base units. */
  amount: bigint;
  /** From this second on (since 1970) it can be withdrawn. */
  availableAt: number;
}

/** Starts to take a part of the sender's bond out. */
export async function thaw(staking: OperatorStaking, amount: bigint, sender: Signer): Promise<ThawResult> {
  const account = await accountOf(sender);
  const thawing = staking.connect(sender).thaw(amount);
  const { sent, event } = await settledWithEvent(thawing, staking, "ThawStarted");
  return { account, amount, availableAt: Number(event["availableAt"]), ...sent };
}
