import { toBeHex } from "ethers";

import type { NetworkParameters } from "../../../deploy/parameters";
import { deviceIdOf } from "../../../src/devices/device-id-of";
import type { DevnetAccount } from "../../../src/devnet/manifest";
import type { Address, Hex } from "../../../src/hex";
import type { AccountName } from "../accounts";
import { deviceKeyOf, type DevnetDeviceKey } from "./keys";
import { type PlannedDevice, plannedDevices } from "./plan";

/** A planned device with all that follows from its plan. */
export interface PreparedDevice {
  plan: PlannedDevice;
  key: DevnetDeviceKey;
  device: bigint;
  /** Its id in hex, 32 bytes. */
  id: Hex;
  kind: number;
  owner: DevnetAccount;
}

/** The devnet's devices, none of them on chain yet. */
export function prepareDevices(
  kinds: NetworkParameters["kinds"],
  accounts: Record<AccountName, DevnetAccount>,
  p256Verifier: Address,
): Promise<PreparedDevice[]> {
  return Promise.all(
    plannedDevices.map(async (plan) => {
      const key = await deviceKeyOf(plan.name, plan.curve, p256Verifier);
      const device = deviceIdOf(key.signer);
      return {
        plan,
        key,
        device,
        id: toBeHex(device, 32) as Hex,
        kind: kindNamed(plan.kind, kinds),
        owner: accounts[plan.owner],
      };
    }),
  );
}

function kindNamed(name: string, kinds: NetworkParameters["kinds"]): number {
  const index = kinds.findIndex((kind) => kind.name === name);
  if (index < 0) throw new Error(`the devnet's parameters have no kind "${name}"`);
  return index + 1;
}
