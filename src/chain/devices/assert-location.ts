import type { Signer } from "ethers";

import type { DeviceRegistry } from "../../../typechain-types";
import type { Location } from "../../devices/messages";
import { type Sent, settled } from "../send";

/** States where a device is. */
export async function assertLocation(
  registry: DeviceRegistry,
  location: Location,
  sender: Signer,
): Promise<Sent & { count: number }> {
  const sent = await settled(registry.connect(sender).assertLocation(location));
  const { count } = await registry.locationOf(location.device);
  return { ...sent, count: Number(count) };
}
