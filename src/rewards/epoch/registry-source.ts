import type { DeviceSnapshot } from "../../devices/snapshot";
import type { RegistrySource } from "./report";

/** What a report states of where its devices come from. */
export function registrySource({
  chainId,
  registry,
  block,
  bonding,
}: Omit<DeviceSnapshot, "devices">): RegistrySource {
  const source = { chainId, address: registry, block: block.number, blockHash: block.hash };
  return bonding === undefined ? source : { ...source, staking: bonding.staking };
}
