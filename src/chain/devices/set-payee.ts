import type { Signer } from "ethers";

import type { DeviceRegistry } from "../../../typechain-types";
import { type Address, ZERO_ADDRESS } from "../../hex";
import { type Sent, settled } from "../send";

/** Who rewards are credited to from now on. */
export interface PayeeResult extends Sent {
  owner: Address;
  payee: Address;
}

/**
 * Says, as the owner, who later rewards are credited to.
 *
 * @param device The device; all of the sender's that have no payee of their own if left out.
 * @param payee Nobody in particular if left out: the owner's default, and without one the owner.
 */
export async function setPayee(
  registry: DeviceRegistry,
  device: bigint | undefined,
  payee: Address | undefined,
  sender: Signer,
): Promise<PayeeResult> {
  const connected = registry.connect(sender);
  const account = payee ?? ZERO_ADDRESS;
  const owner = (await sender.getAddress()) as Address;
  if (device === undefined)
    return { owner, payee: payee ?? owner, ...(await settled(connected.setDefaultPayee(account))) };
  const sent = await settled(connected.setPayee(device, account));
  return { owner, payee: (await registry.payeeOf(device)) as Address, ...sent };
}
