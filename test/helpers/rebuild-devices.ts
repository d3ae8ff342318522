import { keccak256, ZeroAddress, ZeroHash } from "ethers";

import { type DeviceRegistry } from "../../typechain-types";
import { eventsOf, type EventArgs } from "./events-of";

/** A device as its events tell it. */
export interface RebuiltDevice {
  owner: string;
  payee: string;
  kind: bigint;
  maker: bigint;
  registeredEpoch: bigint;
  nonce: bigint;
  key: string;
  pending: [key: string, effectiveAt: bigint];
  location: [cell: bigint, count: bigint];
  metadata: [uri: string, contentHash: string];
  suspension: [fromEpoch: bigint, untilEpoch: bigint, reason: bigint];
}

export interface DevicesState {
  devices: Map<bigint, RebuiltDevice>;
  defaultPayees: Map<string, string>;
  /** Every signer's bytes that an event has shown, by their hash. */
  signers: Map<string, string>;
}

const NO_ROTATION: RebuiltDevice["pending"] = [ZeroHash, 0n];

/** The state as the registry's events alone tell it, from the deployment to now. */
export async function rebuildDevices(registry: DeviceRegistry): Promise<DevicesState> {
  const state: DevicesState = { devices: new Map(), defaultPayees: new Map(), signers: new Map() };
  for (const { name, args } of await eventsOf(registry)) {
    if (args.has("signer") && args.text("signer") !== "0x") remember(state, args.text("signer"));
    if (name === "DefaultPayeeSet") state.defaultPayees.set(args.text("owner"), args.text("payee"));
    else if (name === "Transfer") applyTransfer(state, args);
    else if (args.has("device")) applyToDevice(deviceIn(state, args.number("device")), name, args);
  }
  return state;
}

/** Who a device's rewards are credited to. */
export function payeeIn({ defaultPayees }: DevicesState, { owner, payee }: RebuiltDevice): string {
  const fallback = defaultPayees.get(owner) ?? ZeroAddress;
  return [payee, fallback, owner].find((account) => account !== ZeroAddress) ?? ZeroAddress;
}

function remember({ signers }: DevicesState, signer: string): void {
  signers.set(keccak256(signer), signer);
}

function applyTransfer(state: DevicesState, args: EventArgs): void {
  const device = deviceIn(state, args.number("tokenId"));
  device.owner = args.text("to");
  if (args.text("from") === ZeroAddress) return;
  device.nonce += 1n;
  device.payee = ZeroAddress;
  device.pending = NO_ROTATION;
}

function applyToDevice(device: RebuiltDevice, name: string, args: EventArgs): void {
  switch (name) {
    case "DeviceRegistered":
      device.kind = args.number("kind");
      device.maker = args.number("maker");
      device.registeredEpoch = args.number("epoch");
      device.nonce += 1n;
      break;
    case "DeviceReleased":
      device.location = [0n, 0n];
      device.metadata = ["", ZeroHash];
      break;
    case "KeyRotationRequested":
      device.pending = [args.text("key"), args.number("effectiveAt")];
      device.nonce += 1n;
      break;
    case "KeyRotationCancelled":
      device.pending = NO_ROTATION;
      break;
    case "KeyRotated":
      device.key = args.text("key");
      device.pending = NO_ROTATION;
      if (args.text("signer") !== "0x") device.nonce += 1n;
      break;
    case "PayeeSet":
      device.payee = args.text("payee");
      break;
    case "LocationAsserted":
      device.location = [args.number("cell"), args.number("count")];
      device.nonce += 1n;
      break;
    case "DeviceMetadataSet":
      device.metadata = [args.text("uri"), args.text("contentHash")];
      break;
    case "DeviceSuspended":
      device.suspension = [args.number("fromEpoch"), args.number("untilEpoch"), args.number("reason")];
      break;
    case "SuspensionLifted":
      device.suspension = [device.suspension[0], args.number("untilEpoch"), device.suspension[2]];
      break;
  }
}

function deviceIn({ devices }: DevicesState, id: bigint): RebuiltDevice {
  const known = devices.get(id);
  if (known !== undefined) return known;
  const device: RebuiltDevice = {
    owner: ZeroAddress,
    payee: ZeroAddress,
    kind: 0n,
    maker: 0n,
    registeredEpoch: 0n,
    nonce: 0n,
    key: `0x${id.toString(16).padStart(64, "0")}`,
    pending: NO_ROTATION,
    location: [0n, 0n],
    metadata: ["", ZeroHash],
    suspension: [0n, 0n, 0n],
  };
  devices.set(id, device);
  return device;
}
