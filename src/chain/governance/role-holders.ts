import { toBeHex } from "ethers";

import type { AccessManager } from "../../../typechain-types";
import type { Address } from "../../hex";
import { providerOf } from "../provider-of";
import { findDeploymentBlock } from "../registry/find-deployment-block";
import { getLogsInPages } from "../registry/get-logs-in-pages";

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
  const provider = providerOf(authority);
  const address = await authority.getAddress();
  const toBlock = await provider.getBlockNumber();
  const fromBlock = await findDeploymentBlock(provider, address, toBlock);
  const { topicHash } = authority.interface.getEvent("RoleGranted");
  const topics = [topicHash, roles.map((role) => toBeHex(role, 32))];
  const query = { address: [address], topics, fromBlock, toBlock };
  const granted = new Map<string, RoleHolder>();
  for await (const logs of getLogsInPages(provider, query, { phase: "reading who holds roles" })) {
    for (const { topics } of logs) {
      const [, role = "", account = ""] = topics;
      granted.set(role + account, { role: BigInt(role), account: `0x${account.slice(-40)}` });
    }
  }
  return [...granted.values()];
}
