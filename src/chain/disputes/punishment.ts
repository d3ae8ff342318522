import type { ContractTransactionReceipt } from "ethers";

import type { DisputeManager } from "../../../typechain-types";
import type { Address } from "../../hex";
import { sameAddress } from "../same-address";

/** What a culprit lost. */
export interface Punishment {
  account: Address;
  /** Base units: the penalty, or all that was left at stake. */
  amount: bigint;
}

/** A `Punished` event by its arguments. */
export function punishmentOf(values: Record<string, unknown>): Punishment {
  return { account: values["account"] as Address, amount: values["amount"] as bigint };
}

/** Who was slashed in a transaction. */
export async function punishmentsIn(
  manager: DisputeManager,
  { logs }: Pick<ContractTransactionReceipt, "logs">,
): Promise<Punishment[]> {
  const address = await manager.getAddress();
  return logs
    .filter((log) => sameAddress(log.address, address))
    .map((log) => manager.interface.parseLog(log))
    .flatMap((event) => (event?.name === "Punished" ? [punishmentOf(event.args.toObject())] : []));
}
