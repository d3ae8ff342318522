import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkAddresses } from "../../../deploy/deploy-network";
import type { Address } from "../../../src/hex";
import {
  type DeviceRegistry,
  DeviceRegistry__factory,
  type MakerRegistry,
  MakerRegistry__factory,
} from "../../../typechain-types";

/** The registries as the devnet's seed uses them. */
export interface SeedRegistries {
  registry: DeviceRegistry;
  makers: MakerRegistry;
  /** What signatures for the registry of devices are bound to. */
  deviceDomain: { chainId: number; registry: Address };
  /** What signatures for the registry of makers are bound to. */
  makerDomain: { chainId: number; makers: Address };
}

export function connectRegistries(
  hre: HardhatRuntimeEnvironment,
  addresses: NetworkAddresses,
): SeedRegistries {
  const { provider } = hre.ethers;
  const { chainId } = hre.config.networks.hardhat;
  return {
    registry: DeviceRegistry__factory.connect(addresses.DeviceRegistry, provider),
    makers: MakerRegistry__factory.connect(addresses.MakerRegistry, provider),
    deviceDomain: { chainId, registry: addresses.DeviceRegistry as Address },
    makerDomain: { chainId, makers: addresses.MakerRegistry as Address },
  };
}
