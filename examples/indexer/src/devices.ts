import { type Context, ponder } from "ponder:registry";
import { device, kind } from "ponder:schema";
import { type Address, keccak256, zeroAddress } from "viem";

import { updateAccount } from "./store/accounts";
import { addToDay } from "./store/days";
import { deviceId, updateDevice } from "./store/devices";
import { requireRow } from "./store/require-row";

/** What ends with an ownership. */
const UNOWNED = { payee: null, nextSigner: null, nextKeyFrom: null } as const;
/** What ends with a release. */
const UNPLACED = { cell: null, locationCount: 0, metadataURI: null, metadataHash: null } as const;

ponder.on("DeviceRegistry:DeviceRegistered", async ({ event, context }) => {
  const { device: id, owner, kind: kindId, maker, epoch, signer } = event.args;
  const { timestamp } = event.block;
  const onboarded = {
    kindId,
    makerId: maker === 0 ? null : maker,
    status: "active",
    ownerId: owner,
    acquisition: event.id,
    acquiredAt: timestamp,
    registeredAt: timestamp,
    registeredEpoch: epoch,
    key: keccak256(signer),
    signer,
    ...UNOWNED,
    ...UNPLACED,
  } as const;
  // one that was released can come back; a suspension stands meanwhile
  await context.db
    .insert(device)
    .values({ id: deviceId(id), ...onboarded })
    .onConflictDoUpdate(onboarded);
  await updateAccount(context, owner, () => ({}));
  await addToDay(context, await programOfKind(context, kindId), timestamp, { devicesOnboarded: 1 });
});

ponder.on("DeviceRegistry:Transfer", async ({ event, context }) => {
  const { from, to, tokenId } = event.args;
  // onboarding and release have events of their own, which say more
  if (from === zeroAddress || to === zeroAddress) return;
  // one to whoever is the owner acquires nothing
  const acquired = { ownerId: to, acquisition: event.id, acquiredAt: event.block.timestamp };
  await updateDevice(context, tokenId, { ...UNOWNED, ...(from === to ? {} : acquired) });
  await updateAccount(context, to, () => ({}));
});

ponder.on("DeviceRegistry:DeviceReleased", async ({ event, context }) => {
  const { kindId } = await updateDevice(context, event.args.device, {
    status: "released",
    ownerId: null,
    ...UNOWNED,
    ...UNPLACED,
  });
  await addToDay(context, await programOfKind(context, kindId), event.block.timestamp, {
    devicesReleased: 1,
  });
});

ponder.on("DeviceRegistry:PayeeSet", async ({ event, context }) => {
  await updateDevice(context, event.args.device, { payee: unlessZero(event.args.payee) });
});

ponder.on("DeviceRegistry:DefaultPayeeSet", async ({ event, context }) => {
  const { owner, payee } = event.args;
  await updateAccount(context, owner, () => ({ defaultPayee: unlessZero(payee) }));
});

ponder.on("DeviceRegistry:LocationAsserted", async ({ event, context }) => {
  const { device: id, cell, count } = event.args;
  await updateDevice(context, id, { cell: cell.toString(16), locationCount: count });
});

ponder.on("DeviceRegistry:DeviceMetadataSet", async ({ event, context }) => {
  const { device: id, uri, contentHash } = event.args;
  await updateDevice(context, id, { metadataURI: uri, metadataHash: contentHash });
});

async function programOfKind({ db }: Pick<Context, "db">, id: number): Promise<number> {
  return requireRow(await db.find(kind, { id }), `kind ${id}`).programId;
}

function unlessZero(address: Address): Address | null {
  return address === zeroAddress ? null : address;
}
