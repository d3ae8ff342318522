import { ponder } from "ponder:registry";
import { kind, maker } from "ponder:schema";

const PHYSICAL = 0;

ponder.on("MakerRegistry:KindAdded", async ({ event, context }) => {
  const { kind: id, program: programId, category, ...stated } = event.args;
  await context.db.insert(kind).values({
    id,
    programId,
    ...stated,
    category: category === PHYSICAL ? "Physical" : "Digital",
    active: true,
  });
});

ponder.on("MakerRegistry:KindActiveSet", async ({ event, context }) => {
  await context.db.update(kind, { id: event.args.kind }).set({ active: event.args.active });
});

ponder.on("MakerRegistry:RequiredBondSet", async ({ event, context }) => {
  const { kind: id, requiredBond, fromTime } = event.args;
  await context.db.update(kind, { id }).set((row) => ({
    requiredBond: bondAt(row, event.block.timestamp),
    nextRequiredBond: requiredBond,
    nextRequiredBondFrom: BigInt(fromTime),
  }));
});

ponder.on("MakerRegistry:MakerAdded", async ({ event, context }) => {
  const { maker: id, account, uri } = event.args;
  await context.db.insert(maker).values({ id, account, uri, active: true });
});

ponder.on("MakerRegistry:MakerActiveSet", async ({ event, context }) => {
  await context.db.update(maker, { id: event.args.maker }).set({ active: event.args.active });
});

ponder.on("MakerRegistry:MakerURISet", async ({ event, context }) => {
  await context.db.update(maker, { id: event.args.maker }).set({ uri: event.args.uri });
});

ponder.on("MakerRegistry:MakerTransferred", async ({ event, context }) => {
  await context.db.update(maker, { id: event.args.maker }).set({ account: event.args.current });
});

type Bonds = Pick<typeof kind.$inferSelect, "requiredBond" | "nextRequiredBond" | "nextRequiredBondFrom">;

/** What counts at a time: another bond that was set before may have come into force since. */
function bondAt({ requiredBond, nextRequiredBond, nextRequiredBondFrom }: Bonds, time: bigint): bigint {
  if (nextRequiredBond === null || nextRequiredBondFrom === null) return requiredBond;
  return time < nextRequiredBondFrom ? requiredBond : nextRequiredBond;
}
