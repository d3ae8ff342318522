import { toBeHex } from "ethers";

import type { AccessManager } from "../../../typechain-types";
import type { Address } from "../../hex";
import { contractLogs } from "../contract-logs";

/** An account and a role that it holds. */
export interface RoleHolder {
  role: bigint;
  account: Address;
}

/** Who holds some roles now, in the order in which they were given: events name them. */
export async function roleHolders(authority: AccessManager, roles: readonly bigint[]): Promise<RoleHolder[]> {
  const granted = await everGranted(authority, roles);
  const held = await Promise.all(
    granted.map(async ({ role, account }) => (await authority.hasRole(role, account))[0]),
  );
  return granted.filter((_, index) => held[index]);
}

async function everGranted(authority: AccessManager, roles: readonly bigint[]): Promise<RoleHolder[]> {
  const { topicHash } = authority.interface.getEvent("RoleGranted");
  const topics = [topicHash, roles.map((role) => toBeHex(role, 32))];
  const granted = new Map<string, RoleHolder>();
  for await (const log of contractLogs(authority, { phase: "reading who holds roles", topics })) {
    const [, role = "", account = ""] = log.topics;
    granted.set(role + account, { role: BigInt(role), account: `0x${account.slice(-40)}` });
  }
  return [...granted.values()];
}
