import { Signature, type Signer } from "ethers";

import { type OperatorStaking, type RewardToken, RewardToken__factory } from "../../../typechain-types";
import type { Address } from "../../hex";
import { accountOf } from "../account-of";
import { providerOf } from "../provider-of";
import { getBlock } from "../registry/read-at-block";
import { type Sent, settled } from "../send";

/** How long a permit can be used, in seconds of the chain's clock: it is sent with the bond, at once. */
const VALIDITY = 3_600;

const PERMIT = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** What an account has bonded now. */
export interface BondResult extends Sent {
  account: Address;
  /** Base units that were added, and that are bonded with them. */
  amount: bigint;
  bonded: bigint;
}

/**
 * Adds to a bond, from the sender's tokens, in one transaction: the token's permit goes with it.
 *
 * @param account Whose bond grows; the sender's if left out.
 */
export async function bondWithPermit(
  staking: OperatorStaking,
  amount: bigint,
  sender: Signer,
  account?: Address,
): Promise<BondResult> {
  const owner = account ?? (await accountOf(sender));
  const token = RewardToken__factory.connect(await staking.token(), sender);
  const { deadline, v, r, s } = await signPermit(token, await staking.getAddress(), amount, sender);
  const bonding = staking.connect(sender).bondWithPermit(owner, amount, deadline, v, r, s);
  const sent = await settled(bonding);
  const { bonded } = await staking.stakeOf(owner, { blockTag: sent.block });
  return { account: owner, amount, bonded, ...sent };
}

async function signPermit(
  token: RewardToken,
  spender: string,
  value: bigint,
  sender: Signer,
): Promise<{ deadline: number } & Pick<Signature, "v" | "r" | "s">> {
  const owner = await accountOf(sender);
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const nonce = await token["nonces(address)"](owner);
  const deadline = (await getBlock(providerOf(token), "latest")).timestamp + VALIDITY;
  const domain = { name, version, chainId, verifyingContract };
  const signature = await sender.signTypedData(domain, PERMIT, { owner, spender, value, nonce, deadline });
  const { v, r, s } = Signature.from(signature);
  return { deadline, v, r, s };
}
