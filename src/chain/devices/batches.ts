import type { Signer } from "ethers";

import { MakerRegistry__factory } from "../../../typechain-types";
import { EXIT, OpenDepinError } from "../../errors";
import type { Address, Hex } from "../../hex";
import { type Sent, settled } from "../send";

/** A batch as its maker provisions it. */
export interface BatchToProvision {
  maker: number;
  root: Hex;
  /** Last second at which its devices may be onboarded, since 1970. */
  expiry: number;
  /** Where its list is published; may be empty. */
  dataURI: string;
}

/**
 * Provisions a batch, or moves its expiry; only the maker's account may.
 *
 * @throws OpenDepinError `MAKER_ACCOUNT` (exit code 1) when the sender is another one.
 */
export async function provisionBatch(
  makers: Address,
  { maker, root, expiry, dataURI }: BatchToProvision,
  sender: Signer,
): Promise<Sent> {
  const contract = MakerRegistry__factory.connect(makers, sender);
  const [{ account }, address] = await Promise.all([contract.makerOf(maker), sender.getAddress()]);
  if (account !== address) {
    throw new OpenDepinError(
      "MAKER_ACCOUNT",
      `the account of maker ${maker} is ${account}, but the key belongs to ${address}`,
      { exitCode: EXIT.no },
    );
  }
  return settled(contract.provisionBatch(maker, root, expiry, dataURI));
}

/** Stops the onboarding of what remains of a batch, for good; the maker's account or the guardian may. */
export function revokeBatch(
  makers: Address,
  { maker, root }: { maker: number; root: Hex },
  sender: Signer,
): Promise<Sent> {
  return settled(MakerRegistry__factory.connect(makers, sender).revokeBatch(maker, root));
}
