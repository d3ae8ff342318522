import { MakerRegistry__factory } from "../../../typechain-types";
import { DEVICE_STATUSES, type DeviceStatus } from "../../devices/snapshot";
import { EXIT, OpenDepinError } from "../../errors";
import { wordToHex } from "../../files/word-hex";
import { type Address, type Hex, ZERO_ADDRESS } from "../../hex";
import type { OpenRegistry } from "../registry/open-registry";

/** What the chain knows of a device, at one block. */
export interface DeviceView {
  device: bigint;
  status: DeviceStatus;
  /** The epoch that the status is about. */
  epoch: number;
  /** Undefined while the device is released. */
  owner: Address | undefined;
  payee: Address | undefined;
  kind: number;
  kindName: string;
  program: number;
  /** Undefined if nobody attested it. */
  maker: number | undefined;
  /** `keccak256` of the present key's signer bytes. */
  key: Hex;
  nonce: number;
  /** Undefined if it was never asserted. */
  location: { cell: bigint; count: number } | undefined;
  /** The last one, also if it is over; undefined if there never was one. */
  suspension: { fromEpoch: number; untilEpoch: number; reason: number } | undefined;
  pendingRotation: { key: Hex; effectiveAt: number } | undefined;
  metadata: { uri: string; contentHash: Hex } | undefined;
  block: number;
}

/**
 * Reads all that the registries know of a device.
 *
 * @param epoch The epoch that the status is asked for; the running one if left out.
 * @throws OpenDepinError `DEVICE_UNKNOWN` (exit code 1) if it was never onboarded.
 */
export async function readDevice(
  { contract: registry, makers }: OpenRegistry,
  device: bigint,
  epoch?: number,
): Promise<DeviceView> {
  const block = (await registry.runner?.provider?.getBlockNumber()) ?? 0;
  const at = { blockTag: block };
  const asked = epoch === undefined ? await registry.currentEpoch(at) : BigInt(epoch);
  const [state, key, nonce, location, suspension, rotation, metadata] = await Promise.all([
    registry.stateAt(device, asked, at),
    registry.keyOf(device, at),
    registry.nonceOf(device, at),
    registry.locationOf(device, at),
    registry.suspensionOf(device, at),
    registry.pendingRotationOf(device, at),
    registry.metadataOf(device, at),
  ]);
  if (nonce === 0n) throw neverOnboarded(device);
  const kinds = MakerRegistry__factory.connect(makers, registry.runner);
  const isOwned = state.owner !== ZERO_ADDRESS;
  return {
    device,
    status: DEVICE_STATUSES[Number(state.status)] ?? "unknown",
    epoch: Number(asked),
    owner: isOwned ? (state.owner as Address) : undefined,
    payee: isOwned ? (state.payee as Address) : undefined,
    kind: Number(state.kind),
    kindName: (await kinds.kindOf(state.kind, at)).name,
    program: Number(state.program),
    maker: state.maker === 0n ? undefined : Number(state.maker),
    key: key as Hex,
    nonce: Number(nonce),
    location: location.count === 0n ? undefined : { cell: location.cell, count: Number(location.count) },
    suspension: suspension.untilEpoch === 0n ? undefined : suspensionOf(suspension),
    pendingRotation:
      rotation.effectiveAt === 0n
        ? undefined
        : { key: rotation.key as Hex, effectiveAt: Number(rotation.effectiveAt) },
    metadata:
      metadata.uri === "" ? undefined : { uri: metadata.uri, contentHash: metadata.contentHash as Hex },
    block,
  };
}

function suspensionOf(suspension: {
  fromEpoch: bigint;
  untilEpoch: bigint;
  reason: bigint;
}): DeviceView["suspension"] {
  const { fromEpoch, untilEpoch, reason } = suspension;
  return { fromEpoch: Number(fromEpoch), untilEpoch: Number(untilEpoch), reason: Number(reason) };
}

function neverOnboarded(device: bigint): OpenDepinError {
  return new OpenDepinError("DEVICE_UNKNOWN", `device ${wordToHex(device)} was never onboarded`, {
    exitCode: EXIT.no,
  });
}
