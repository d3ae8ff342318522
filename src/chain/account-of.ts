import type { Signer } from "ethers";

import type { Address } from "../hex";

/** A signer's account, in lower case. */
export async function accountOf(signer: Pick<Signer, "getAddress">): Promise<Address> {
  return (await signer.getAddress()).toLowerCase() as Address;
}
