import { type BaseContract } from "ethers";

import { type Permission, permissions, roles } from "../../deploy/roles";
import { type AccessManager } from "../../typechain-types";

/** Gives the functions of one deployed contract to the roles of the permission table that live networks use. */
export async function wireRoles(
  authority: AccessManager,
  target: BaseContract,
  contract: Permission["contract"],
): Promise<void> {
  for (const { functions, role } of permissions.filter((permission) => permission.contract === contract)) {
    const selectors = functions.map((signature) => selectorOf(target, signature));
    await authority.setTargetFunctionRole(target, selectors, roles[role].id);
  }
}

export function selectorOf(target: BaseContract, signature: string): string {
  const fragment = target.interface.getFunction(signature);
  if (fragment === null) throw new Error(`no function has the signature ${signature}`);
  return fragment.selector;
}
