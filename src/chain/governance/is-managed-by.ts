import { Contract, type Provider } from "ethers";

import type { Address } from "../../hex";
import { sameAddress } from "../same-address";

const MANAGED = ["function authority() view returns (address)"];

/** Whether a contract's privileged calls are those of a role table. */
export async function isManagedBy(
  provider: Provider,
  address: Address,
  authority: Address,
): Promise<boolean> {
  const managed = new Contract(address, MANAGED, provider).getFunction("authority");
  const found: unknown = await managed.staticCall().catch(() => undefined);
  return typeof found === "string" && sameAddress(found, authority);
}
