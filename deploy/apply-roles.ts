import type { Signer } from "ethers";

import { settled } from "../src/chain/send";
import { AccessManager__factory } from "../typechain-types";
import { type RoleDifference, roleDifferences } from "./role-table/differences";
import { membership } from "./role-table/settings";
import type { RoleAccounts, RoleTargets } from "./role-table/targets";
import { admin } from "./roles";

/** Calls in one transaction: each is far below 100,000 gas, and together they stay below 2^24. */
const CALLS_A_TRANSACTION = 100;

/**
 * Makes a chain's permissions those of the role table, and sends no transaction if they are. The sender stays admin
 * until it hands over.
 *
 * @param sender The admin.
 * @returns What was not so, and now is.
 */
export async function applyRoles(
  targets: RoleTargets,
  accounts: RoleAccounts,
  sender: Signer,
): Promise<RoleDifference[]> {
  if (sender.provider === null) throw new Error("the admin has no connection to a chain");
  const ownRole = membership(admin.id, await sender.getAddress()).data(undefined);
  const differences = (await roleDifferences(targets, accounts, sender.provider)).filter(
    ({ data }) => data !== ownRole,
  );
  const manager = AccessManager__factory.connect(targets.AccessManager, sender);
  for (let from = 0; from < differences.length; from += CALLS_A_TRANSACTION) {
    const calls = differences.slice(from, from + CALLS_A_TRANSACTION);
    await settled(manager.multicall(calls.map(({ data }) => data)));
  }
  return differences;
}
