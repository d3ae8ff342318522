import { ponder } from "ponder:registry";
import { distributor, network, program, programWeight } from "ponder:schema";
import { zeroAddress } from "viem";

import { programOf } from "./store/programs";

ponder.on("EmissionController:CurveSet", async ({ event, context }) => {
  if (event.args.previous !== zeroAddress) return;
  // the first curve, set at deployment: the one time that the chain is asked, for what never changes and no event says
  const { abi, address } = context.contracts.EmissionController;
  const constant = { abi, address, cache: "immutable" } as const;
  const [genesis, epochLength] = await Promise.all([
    context.client.readContract({ ...constant, functionName: "genesis" }),
    context.client.readContract({ ...constant, functionName: "epochLength" }),
  ]);
  await context.db
    .insert(network)
    .values({ chainId: context.chain.id, genesis: BigInt(genesis), epochLength });
});

ponder.on("EmissionController:ProgramAdded", async ({ event, context }) => {
  const { program: id, distributor: address } = event.args;
  await context.db.insert(distributor).values({ address, programId: id });
  await context.db.insert(program).values({
    id,
    distributor: address,
    addedAt: event.block.timestamp,
    weightBps: 0,
    funded: 0n,
    claimed: 0n,
  });
});

ponder.on("EmissionController:WeightsSet", async ({ event, context }) => {
  const { fromEpoch, weightsBps } = event.args;
  for (const [index, weightBps] of weightsBps.entries()) {
    const id = index + 1;
    await context.db.update(program, { id }).set({ weightBps, weightFromEpoch: fromEpoch });
    await context.db
      .insert(programWeight)
      .values({ programId: id, fromEpoch, weightBps })
      .onConflictDoUpdate({ weightBps });
  }
});

ponder.on("RewardDistributor:ProposalsPaused", async ({ event, context }) => {
  const { id } = await programOf(context, event.log.address);
  await context.db.update(program, { id }).set({ proposalsPausedUntil: BigInt(event.args.until) });
});
