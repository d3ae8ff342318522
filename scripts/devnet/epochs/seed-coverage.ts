import { join } from "node:path";

import { finalizeReport } from "../../../src/chain/finalize-report";
import type { DevnetEpoch } from "../../../src/devnet/manifest";
import { DATA_DIRECTORY } from "../data-directory";
import { proposeAsCommittee } from "../trust/propose-as-committee";
import { buildSeedEpoch, epochEntry } from "./build";
import { reach, reachEndOf } from "./clock";
import { HONEST_QUORUM, keysOf, type SeedWorld } from "./world";

const PROGRAM = 1;
const EXAMPLE = "epoch";

/**
 * Runs the bundled example through the whole loop: epoch 0 is finalised and claimable, epoch 1 is proposed and in its
 * challenge window. Three honest reporters sign both.
 */
export async function seedCoverage(world: SeedWorld): Promise<DevnetEpoch[]> {
  const { controller, distributors, accounts, sender } = world;
  const distributor = distributors[PROGRAM - 1];
  if (distributor === undefined) throw new Error("the devnet's parameters have no first program");
  const budget = await controller.available(PROGRAM, 0);
  const terms = { program: PROGRAM, example: EXAMPLE, budget };
  const keys = keysOf(accounts, HONEST_QUORUM);
  const [first, second] = [0, 1].map((epoch) => join(DATA_DIRECTORY, `epoch-${epoch}`)) as [string, string];

  await reachEndOf(controller, 0);
  const claimable = await buildSeedEpoch({ ...terms, epoch: 0, out: first }, world);
  const { finalizableAt } = await proposeAsCommittee(distributor, claimable, keys, sender);
  await reach(BigInt(finalizableAt));
  await finalizeReport(distributor, sender);

  await reachEndOf(controller, 1);
  const pending = await buildSeedEpoch({ ...terms, epoch: 1, out: second, previous: first }, world);
  const proposal = await proposeAsCommittee(distributor, pending, keys, sender);
  return [
    epochEntry(claimable, "claimable", first, finalizableAt),
    epochEntry(pending, "pending", second, proposal.finalizableAt),
  ];
}
