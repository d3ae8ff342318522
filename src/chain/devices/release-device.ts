import type { Signer } from "ethers";

import type { DeviceRegistry } from "../../../typechain-types";
import { type Sent, settled } from "../send";

/** Gives a device up, as its owner. */
export function releaseDevice(registry: DeviceRegistry, device: bigint, sender: Signer): Promise<Sent> {
  return settled(registry.connect(sender).release(device));
}
