import type { Signer } from "ethers";

import type { OperatorStaking } from "../../../typechain-types";
import type { Address } from "../../hex";
import { accountOf } from "../account-of";
import { type Sent, settled } from "../send";

/** Who votes with an account's bond now. */
export interface DelegateResult extends Sent {
  account: Address;
  delegate: Address;
}

/** Lets an account vote with the sender's bond, and with whatever the sender bonds later. */
export async function delegateVotes(
  staking: OperatorStaking,
  delegate: Address,
  sender: Signer,
): Promise<DelegateResult> {
  const account = await accountOf(sender);
  return { account, delegate, ...(await settled(staking.connect(sender).delegate(delegate))) };
}
