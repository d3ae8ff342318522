import type { Provider } from "ethers";

import { admin, roles } from "../../../deploy/roles";
import {
  type AccessManager,
  DisputeManager__factory,
  type NetworkTimelock,
  NetworkTimelock__factory,
} from "../../../typechain-types";
import type { Address } from "../../hex";
import { sameAddress } from "../same-address";
import { type RoleHolder, roleHolders } from "./role-holders";

/** Contracts to which nothing leads but the roles that they hold. */
export interface RoleContracts {
  /** The admin of the role table, if it is a timelock of the governor. */
  timelock: NetworkTimelock | undefined;
  disputes: Address | undefined;
}

/** Finds them among those who hold their roles. */
export async function findRoleContracts(
  provider: Provider,
  authority: AccessManager,
  governor: Address,
): Promise<RoleContracts> {
  const holders = await roleHolders(authority, [admin.id, roles.disputes.id]);
  const timelock = await firstOf(holders, admin.id, async (account) => {
    const served = await NetworkTimelock__factory.connect(account, provider).governor();
    return sameAddress(served, governor);
  });
  const disputes = await firstOf(holders, roles.disputes.id, async (account) => {
    await DisputeManager__factory.connect(account, provider).disputeCount();
    return true;
  });
  return { timelock: timelock && NetworkTimelock__factory.connect(timelock, provider), disputes };
}

/** The first holder of a role that is what is sought; an account without code answers nothing. */
async function firstOf(
  holders: readonly RoleHolder[],
  role: bigint,
  isSought: (account: Address) => Promise<boolean>,
): Promise<Address | undefined> {
  for (const holder of holders) {
    if (holder.role === role && (await isSought(holder.account).catch(() => false))) return holder.account;
  }
  return undefined;
}
