import {
  type DisputeManager,
  EmissionController__factory,
  type RewardDistributor,
} from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import { sameAddress } from "../same-address";

/**
 * Refuses a DisputeManager that looks after other programs than a distributor's: it would dispute another's report.
 *
 * @throws OpenDepinError `DISPUTES_FOREIGN`.
 */
export async function requireDisputable(
  manager: DisputeManager,
  distributor: RewardDistributor,
): Promise<void> {
  const [program, address] = await Promise.all([distributor.program(), distributor.getAddress()]);
  const known = await distributorOf(manager, program);
  if (sameAddress(known, address)) return;
  throw new OpenDepinError(
    "DISPUTES_FOREIGN",
    `the DisputeManager at ${await manager.getAddress()} knows ${known} as the distributor of program ${program}, not ${address}; name the manager of this network with --disputes`,
  );
}

/** The distributor that a DisputeManager freezes and voids reports of a program at; the zero address if none. */
export async function distributorOf(manager: DisputeManager, program: bigint | number): Promise<string> {
  const controller = EmissionController__factory.connect(await manager.controller(), manager.runner);
  return controller.distributorOf(program);
}
