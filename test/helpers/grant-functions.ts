import { type BaseContract } from "ethers";

import { type AccessManager } from "../../typechain-types";

/** Lets the holders of `role` call the named functions of `target`. */
export async function grantFunctions(
  authority: AccessManager,
  target: BaseContract,
  role: bigint,
  names: readonly string[],
): Promise<void> {
  const selectors = names.map((name) => selectorOf(target, name));
  await authority.setTargetFunctionRole(target, selectors, role);
}

/** The selector of a function that is not overloaded. */
export function selectorOf(target: BaseContract, name: string): string {
  const fragment = target.interface.getFunction(name);
  if (fragment === null) throw new Error(`no function is called ${name}`);
  return fragment.selector;
}
