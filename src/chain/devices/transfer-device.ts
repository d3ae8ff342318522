import type { Signer } from "ethers";

import type { DeviceRegistry } from "../../../typechain-types";
import type { Address } from "../../hex";
import { type Sent, settled } from "../send";

/** Gives a device to another owner. A contract must say that it takes ERC-721 tokens, else the device would be lost. */
export async function transferDevice(
  registry: DeviceRegistry,
  device: bigint,
  to: Address,
  sender: Signer,
): Promise<Sent & { from: Address }> {
  const from = await registry.ownerOf(device);
  const transfer = registry.connect(sender)["safeTransferFrom(address,address,uint256)"];
  return { from: from as Address, ...(await settled(transfer(from, to, device))) };
}
