import { ponder } from "ponder:registry";
import { dispute, punishment, report } from "ponder:schema";
import { zeroAddress, zeroHash } from "viem";

import { updateAccount } from "./store/accounts";
import { deviceId } from "./store/devices";

/** `DisputeOpened`, which follows in the same transaction, says what it is instead. */
const TO_BE_OPENED = {
  status: "open",
  challenger: zeroAddress,
  bond: 0n,
  penalty: 0n,
  rulingDeadline: 0n,
  evidence: zeroHash,
  evidenceURI: "",
} as const;

ponder.on("DisputeManager:ReportChallenged", async ({ event, context }) => {
  const { dispute: id, program: programId, nonce, reporter } = event.args;
  const about = { subject: "report", culprit: reporter, programId, nonce } as const;
  await context.db.insert(dispute).values({ id, ...about, ...TO_BE_OPENED, openedAt: event.block.timestamp });
  await context.db.update(report, { programId, nonce }).set({ disputeId: id });
});

ponder.on("DisputeManager:DeviceChallenged", async ({ event, context }) => {
  const { dispute: id, device, operator } = event.args;
  const about = { subject: "device", culprit: operator, deviceId: deviceId(device) } as const;
  await context.db.insert(dispute).values({ id, ...about, ...TO_BE_OPENED, openedAt: event.block.timestamp });
});

ponder.on("DisputeManager:DisputeOpened", async ({ event, context }) => {
  const { dispute: id, rulingDeadline, ...stated } = event.args;
  await context.db.update(dispute, { id }).set({ ...stated, rulingDeadline: BigInt(rulingDeadline) });
});

ponder.on("DisputeManager:DisputeRuled", async ({ event, context }) => {
  const { dispute: id, upheld, penalty, by, reasonURI } = event.args;
  await context.db.update(dispute, { id }).set({
    status: upheld ? "upheld" : "rejected",
    penalty,
    ruledBy: by,
    reasonURI,
    endedAt: event.block.timestamp,
  });
});

ponder.on("DisputeManager:DisputeExpired", async ({ event, context }) => {
  await context.db
    .update(dispute, { id: event.args.dispute })
    .set({ status: "expired", endedAt: event.block.timestamp });
});

ponder.on("DisputeManager:Punished", async ({ event, context }) => {
  const { dispute: disputeId, account, amount } = event.args;
  await context.db
    .insert(punishment)
    .values({ disputeId, accountId: account, amount, at: event.block.timestamp });
  await updateAccount(context, account, () => ({}));
});
