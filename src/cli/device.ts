import type { Command } from "commander";

import type { CliContext } from "./context";
import { addDeviceAttest } from "./device-attest";
import { addDeviceBatch } from "./device-batch";
import { addDeviceConsent } from "./device-consent";
import { addDeviceId } from "./device-id";
import { addDeviceKeygen } from "./device-keygen";
import { addDeviceList } from "./device-list";
import { addDeviceLocation } from "./device-location";
import { addDeviceOnboard } from "./device-onboard";
import { addDevicePayee } from "./device-payee";
import { addDeviceRelease } from "./device-release";
import { addDeviceRotate } from "./device-rotate";
import { addDeviceShow } from "./device-show";
import { addDeviceTransfer } from "./device-transfer";

/** Adds `opendepin device` with its subcommands. */
export function addDevice(program: Command, context: CliContext): void {
  const device = program
    .command("device")
    .description("make keys, attest, onboard and manage the devices of a network");
  addDeviceKeygen(device, context);
  addDeviceId(device, context);
  addDeviceAttest(device, context);
  addDeviceBatch(device, context);
  addDeviceConsent(device, context);
  addDeviceOnboard(device, context);
  addDeviceShow(device, context);
  addDeviceList(device, context);
  addDevicePayee(device, context);
  addDeviceLocation(device, context);
  addDeviceRotate(device, context);
  addDeviceTransfer(device, context);
  addDeviceRelease(device, context);
}
