import type { Provider } from "ethers";

import { admin, roles } from "../../../deploy/roles";
import {
  type AccessManager,
  DisputeManager__factory,
  type NetworkTimelock,
  NetworkTimelock__factory,
} from "../../../typechain-types";
import type { Address } from "../../hex";
import { knownAddress } from "../known-address";
import { sameAddress } from "../same-address";
import { type RoleHolder, roleHolders } from "./role-holders";

/** Contracts to which nothing leads but the roles that they hold. */
export interface RoleContracts {
  /** The admin of the role table, if it is a timelock of the governor. */
  timelock: NetworkTimelock | undefined;
  disputes: Address | undefined;
}

/** Finds them where the network is known to have them, else among those who hold their roles. */
export async function findRoleContracts(
  provider: Provider,
  authority: AccessManager,
  governor: Address,
): Promise<RoleContracts> {
  const isTimelock = async (account: Address) => {
    const served = await NetworkTimelock__factory.connect(account, provider).governor();
    return sameAddress(served, governor);
  };
  const isDisputes = async (account: Address) => {
    await DisputeManager__factory.connect(account, provider).disputeCount();
    return true;
  };
  const known = await knownHolders(provider);
  const holders = (await holdTheirRoles(authority, known))
    ? known
    : await roleHolders(authority, [admin.id, roles.disputes.id]);
  const timelock = await firstOf(holders, admin.id, isTimelock);
  const disputes = await firstOf(holders, roles.disputes.id, isDisputes);
  return { timelock: timelock && NetworkTimelock__factory.connect(timelock, provider), disputes };
}

/** What the chain, or the devnet of this folder, is known to have; it may be of another network. */
async function knownHolders(provider: Provider): Promise<RoleHolder[]> {
  const { chainId } = await provider.getNetwork();
  const [timelock, disputes] = await Promise.all([
    knownAddress("networkTimelock", chainId),
    knownAddress("disputeManager", chainId),
  ]);
  return [
    ...(timelock === undefined ? [] : [{ role: admin.id, account: timelock }]),
    ...(disputes === undefined ? [] : [{ role: roles.disputes.id, account: disputes }]),
  ];
}

async function holdTheirRoles(authority: AccessManager, known: readonly RoleHolder[]): Promise<boolean> {
  const held = await Promise.all(known.map(({ role, account }) => authority.hasRole(role, account)));
  return held.length === 2 && held.every(([isMember]) => isMember);
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
