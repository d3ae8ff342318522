import type { Signer } from "ethers";

import type { DisputeManager } from "../../../typechain-types";
import type { Address } from "../../hex";
import { sentIn, settledReceipt } from "../send";
import type { Accusation } from "./accusation";
import { allowBond } from "./allow-bond";
import type { OpenedDispute } from "./challenge-report";
import { openedIn } from "./opened-in";

/**
 * Disputes what an operator's device did.
 *
 * @param operator Who had the device when it offended: devices are sold.
 * @throws OpenDepinError `BOND_MISSING`.
 */
export async function challengeDevice(
  manager: DisputeManager,
  device: bigint,
  operator: Address,
  { penalty, evidence, evidenceURI }: Accusation,
  challenger: Signer,
): Promise<OpenedDispute> {
  const { deviceBond: bond } = await manager.terms();
  const approved = await allowBond(manager, bond, challenger);
  const receipt = await settledReceipt(
    manager.connect(challenger).challengeDevice(device, operator, penalty, evidence, evidenceURI),
  );
  return { approved, ...(await openedIn(manager, receipt)), ...sentIn(receipt) };
}
