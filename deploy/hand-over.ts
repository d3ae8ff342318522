import type { Signer } from "ethers";

import { settled } from "../src/chain/send";
import { AccessManager__factory, NetworkTimelock__factory } from "../typechain-types";
import type { RoleTargets } from "./role-table/targets";
import { admin } from "./roles";

/**
 * Ends the deployer's power: the timelock takes the admin role from it. Were the timelock not the admin, the call would
 * fail, and the deployer would still be it.
 *
 * @returns Whether there was anything to hand over.
 */
export async function handOver(
  { AccessManager, NetworkTimelock }: Pick<RoleTargets, "AccessManager" | "NetworkTimelock">,
  deployer: Signer,
): Promise<boolean> {
  const manager = AccessManager__factory.connect(AccessManager, deployer);
  const { isMember } = await manager.hasRole(admin.id, deployer);
  if (isMember) await settled(NetworkTimelock__factory.connect(NetworkTimelock, deployer).takeOver());
  return isMember;
}
