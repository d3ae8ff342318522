import { ponder } from "ponder:registry";

import { updateAccount } from "./store/accounts";

ponder.on("OperatorStaking:Bonded", async ({ event, context }) => {
  const { account, amount } = event.args;
  await updateAccount(context, account, (row) => ({ bonded: row.bonded + amount }));
});

ponder.on("OperatorStaking:ThawStarted", async ({ event, context }) => {
  const { account, amount } = event.args;
  await updateAccount(context, account, (row) => ({
    bonded: row.bonded - amount,
    thawing: row.thawing + amount,
  }));
});

ponder.on("OperatorStaking:Withdrawn", async ({ event, context }) => {
  const { account, amount } = event.args;
  await updateAccount(context, account, (row) => ({ thawing: row.thawing - amount }));
});

ponder.on("OperatorStaking:Slashed", async ({ event, context }) => {
  const { account, amount, fromBond } = event.args;
  await updateAccount(context, account, (row) => ({
    bonded: row.bonded - fromBond,
    thawing: row.thawing - (amount - fromBond),
    slashed: row.slashed + amount,
  }));
});
