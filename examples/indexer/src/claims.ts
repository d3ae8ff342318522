import { ponder } from "ponder:registry";
import { claim, payout, program, report } from "ponder:schema";

import { updateAccount } from "./store/accounts";
import { addToDay } from "./store/days";
import { programOf } from "./store/programs";
import { requireRow } from "./store/require-row";

ponder.on("RewardDistributor:RewardsClaimed", async ({ event, context }) => {
  const { account, amount } = event.args;
  const { timestamp } = event.block;
  const { id: programId, activeNonce } = await programOf(context, event.log.address);
  const nonce = requireRow(activeNonce, `a finalised report of program ${programId}`);
  const active = requireRow(await context.db.find(report, { programId, nonce }), `report ${nonce}`);

  const paid = await context.db
    .insert(payout)
    .values({ accountId: account, programId, claimed: amount, claims: 1, lastClaimAt: timestamp })
    .onConflictDoUpdate((row) => ({
      claimed: row.claimed + amount,
      claims: row.claims + 1,
      lastClaimAt: timestamp,
    }));
  await context.db.insert(claim).values({
    id: event.id,
    accountId: account,
    programId,
    amount,
    cumulative: paid.claimed,
    epoch: active.epoch,
    at: timestamp,
    transaction: event.transaction.hash,
  });
  await updateAccount(context, account, (row) => ({ claimed: row.claimed + amount }));
  await context.db.update(program, { id: programId }).set((row) => ({ claimed: row.claimed + amount }));
  await addToDay(context, programId, timestamp, { claimed: amount, claims: 1 });
});
