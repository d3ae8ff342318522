import { ponder } from "ponder:registry";

import { updateDevice } from "./store/devices";
import { requireRow } from "./store/require-row";

const NONE_WAITS = { nextSigner: null, nextKeyFrom: null } as const;

ponder.on("DeviceRegistry:KeyRotationRequested", async ({ event, context }) => {
  const { device, signer, effectiveAt } = event.args;
  await updateDevice(context, device, { nextSigner: signer, nextKeyFrom: BigInt(effectiveAt) });
});

ponder.on("DeviceRegistry:KeyRotationCancelled", async ({ event, context }) => {
  await updateDevice(context, event.args.device, NONE_WAITS);
});

ponder.on("DeviceRegistry:KeyRotated", async ({ event, context }) => {
  const { device, key, signer } = event.args;
  // after a rotation that waited, the request has the bytes
  await updateDevice(context, device, ({ nextSigner }) => ({
    key,
    signer: signer === "0x" ? requireRow(nextSigner, `the rotation of device ${device}`) : signer,
    ...NONE_WAITS,
  }));
});
