import type { Signer } from "ethers";

import { settled } from "../../../src/chain/send";
import { AccessManager__factory } from "../../../typechain-types";

/** Calls with the admin being a member of a role, and for that time only. */
export async function withRole(
  accessManager: string,
  role: bigint,
  admin: Signer,
  call: () => Promise<void>,
): Promise<void> {
  const manager = AccessManager__factory.connect(accessManager, admin);
  await settled(manager.grantRole(role, admin, 0));
  await call();
  await settled(manager.revokeRole(role, admin));
}
