import { finalizeReport } from "../../../src/chain/finalize-report";
import type { DevnetEpoch } from "../../../src/devnet/manifest";
import { proposeAsCommittee } from "../../../src/devnet/operations/propose-as-committee";
import { buildSeedEpoch, epochEntry } from "./build";
import { reach, reachEndOf } from "./clock";
import { HONEST_QUORUM, keysOf, type SeedWorld } from "./world";

const PROGRAM = 1;
const EXAMPLE = "epoch";
const [FIRST, SECOND] = ["epoch-0", "epoch-1"];

/**
 * Runs the bundled example through the whole loop: epoch 0 is finalised and claimable, epoch 1 is proposed and in its
 * challenge window. Three honest reporters sign both.
 */
export async function seedCoverage(world: SeedWorld): Promise<DevnetEpoch[]> {
  const { rpc, controller, distributors, accounts, sender } = world;
  const distributor = distributors[PROGRAM - 1];
  if (distributor === undefined) throw new Error("the devnet's parameters have no first program");
  const budget = await controller.available(PROGRAM, 0);
  const terms = { program: PROGRAM, example: EXAMPLE, budget };
  const keys = keysOf(accounts, HONEST_QUORUM);

  await reachEndOf(rpc, controller, 0);
  const claimable = await buildSeedEpoch({ ...terms, epoch: 0, out: FIRST }, world);
  const { finalizableAt } = await proposeAsCommittee(distributor, claimable, keys, sender);
  await reach(rpc, finalizableAt);
  await finalizeReport(distributor, sender);

  await reachEndOf(rpc, controller, 1);
  const pending = await buildSeedEpoch({ ...terms, epoch: 1, out: SECOND, previous: FIRST }, world);
  const proposal = await proposeAsCommittee(distributor, pending, keys, sender);
  return [
    epochEntry(claimable, "claimable", FIRST, finalizableAt),
    epochEntry(pending, "pending", SECOND, proposal.finalizableAt),
  ];
}
