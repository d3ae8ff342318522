import type { Signer } from "ethers";

import { IDuty__factory, type OperatorStaking } from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import type { Address } from "../../hex";
import { accountOf } from "../account-of";
import { providerOf } from "../provider-of";
import { requireContract } from "../require-contract";
import { type Sent, settled } from "../send";

/** What of an account's bond stands behind a duty now. */
export interface PledgeResult extends Sent {
  account: Address;
  duty: Address;
  /** Base units. */
  pledge: bigint;
}

/**
 * Puts a part of the sender's bond behind a duty, instead of what stood behind it before.
 *
 * @throws OpenDepinError `DUTY_INVALID` for what is no duty: a pledge to it could never be taken back, because nothing
 * there says that the account serves no more.
 */
export async function pledge(
  staking: OperatorStaking,
  duty: Address,
  amount: bigint,
  sender: Signer,
): Promise<PledgeResult> {
  const account = await accountOf(sender);
  await requireDuty(staking, duty, account);
  return { account, duty, pledge: amount, ...(await settled(staking.connect(sender).pledge(duty, amount))) };
}

async function requireDuty(staking: OperatorStaking, duty: Address, account: Address): Promise<void> {
  const provider = providerOf(staking);
  await requireContract(provider, duty, "DUTY_INVALID");
  await IDuty__factory.connect(duty, provider)
    .isOnDuty(account)
    .catch((cause: unknown) => {
      throw new OpenDepinError(
        "DUTY_INVALID",
        `the contract at ${duty} is no duty: it does not say who serves; name the program's committee`,
        { cause },
      );
    });
}
