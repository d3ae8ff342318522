import { join } from "node:path";

import { parseEther } from "ethers";

import type { DevnetDispute, DevnetEpoch } from "../../../src/devnet/manifest";
import { forgeClaim } from "../trust/forge-claim";
import { openDispute } from "../trust/open-dispute";
import { proposeAsCommittee } from "../../../src/devnet/operations/propose-as-committee";
import { buildSeedEpoch, epochEntry } from "./build";
import { COLLUDING_QUORUM, DISHONEST, keysOf, type SeedWorld } from "./world";

const PROGRAM = 2;
const EXAMPLE = "mapping";
const HONEST = "mapping/epoch-0";
const REPORTED = `${HONEST}-disputed`;

/** Of the 250 EXN that the epoch may pay. */
const BUDGET = parseEther("200");
/** What the dishonest reporter gives itself: all that is left of the epoch. */
const LOOT = parseEther("50");

/**
 * A report to look at that is not as it should be: the dishonest reporter has raised its own claim, two others have
 * signed without rebuilding the epoch, and somebody who did rebuild it has challenged the report.
 *
 * Epoch 0 must have ended.
 */
export async function seedMapping(
  world: SeedWorld,
): Promise<{ epochs: DevnetEpoch[]; disputes: DevnetDispute[] }> {
  const { directory, distributors, disputes, accounts, sender, challenger } = world;
  const distributor = distributors[PROGRAM - 1];
  if (distributor === undefined) throw new Error("the devnet's parameters have no second program");
  const terms = { program: PROGRAM, example: EXAMPLE, epoch: 0, budget: BUDGET, out: HONEST };
  const honest = await buildSeedEpoch(terms, world);
  const forged = await forgeClaim(
    join(directory, HONEST),
    join(directory, REPORTED),
    accounts[DISHONEST].address,
    LOOT,
  );
  const keys = keysOf(accounts, COLLUDING_QUORUM);
  const { finalizableAt } = await proposeAsCommittee(distributor, forged, keys, sender);
  const evidence = { dataHash: honest.dataHash, directory: HONEST };
  const dispute = await openDispute(disputes, distributor, evidence, challenger);
  return { epochs: [epochEntry(forged, "disputed", REPORTED, finalizableAt)], disputes: [dispute] };
}
