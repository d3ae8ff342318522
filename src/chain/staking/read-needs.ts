import type { OperatorStaking } from "../../../typechain-types";
import { type DeviceNeeds, needsOf } from "../../devices/snapshot";
import { OpenDepinError } from "../../errors";
import type { Progress } from "../../files/progress";
import type { Address } from "../../hex";
import { providerOf } from "../provider-of";
import { openRegistry } from "../registry/open-registry";
import { readDeviceSnapshot } from "../registry/read-device-snapshot";

export interface ReadNeedsOptions {
  /** The registry that is meant; it must be the one that the staking stands behind. */
  registry?: Address | undefined;
  block?: number | undefined;
  progress?: Progress | undefined;
}

/**
 * Reads what an operator's devices need behind them, and which of them its bond does not cover, after a block.
 *
 * @throws OpenDepinError `REGISTRY_INVALID` when another registry is named than the staking's, and what
 * {@link readDeviceSnapshot} throws.
 */
export async function readNeeds(
  staking: OperatorStaking,
  operator: Address,
  { registry, block, progress }: ReadNeedsOptions = {},
): Promise<DeviceNeeds> {
  const provider = providerOf(staking);
  const opened = await openRegistry(provider, await staking.registry());
  if (registry !== undefined && registry !== opened.address) {
    throw new OpenDepinError(
      "REGISTRY_INVALID",
      `the staking stands behind the devices of ${opened.address}, not of ${registry}`,
    );
  }
  const address = (await staking.getAddress()).toLowerCase() as Address;
  const snapshot = await readDeviceSnapshot(provider, opened, { block, staking: address, progress });
  return needsOf(snapshot, operator);
}
