import { type Signer } from "ethers";

import { type DisputeManager, RewardToken__factory } from "../../../typechain-types";
import { refused } from "../refused";
import { type Sent, settled } from "../send";

/**
 * Lets a DisputeManager take exactly the bond of one challenge, unless it may already.
 *
 * @returns The approval, if one was sent.
 * @throws OpenDepinError `BOND_MISSING` when the account does not have the bond.
 */
export async function allowBond(
  manager: DisputeManager,
  bond: bigint,
  challenger: Signer,
): Promise<Sent | undefined> {
  const [account, spender, address] = await Promise.all([
    challenger.getAddress(),
    manager.getAddress(),
    manager.token(),
  ]);
  const token = RewardToken__factory.connect(address, challenger);
  const [balance, allowed] = await Promise.all([token.balanceOf(account), token.allowance(account, spender)]);
  if (balance < bond) {
    throw refused(
      "BOND_MISSING",
      `a challenge takes a bond of ${bond} base units, and ${account} has ${balance}; fund it`,
    );
  }
  return allowed >= bond ? undefined : settled(token.approve(spender, bond));
}
