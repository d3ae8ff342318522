import { type Command, Option } from "commander";

import {
  DEVICE_STATUSES,
  type DeviceSnapshot,
  type DeviceState,
  type DeviceStatus,
} from "../devices/snapshot";
import type { Address, Hex } from "../hex";
import type { CliContext } from "./context";
import { account, catalogueId, uint32 } from "./device-values";
import { printFigures } from "./print";
import { addRegistryOptions, type RegistryFlags, withRegistry } from "./registry-options";
import { withProgress } from "./with-progress";

const ROWS_PER_PIECE = 1024;
const ID_WIDTH = 66;
const ADDRESS_WIDTH = 42;
const NUMBER_WIDTH = 5;

interface ListFlags extends RegistryFlags {
  owner?: Address;
  kind?: number;
  status?: DeviceStatus;
  epoch?: number;
  block?: number;
  fromBlock?: number;
  json?: true;
}

type ListedDevice = DeviceState & { device: Hex };

/** Adds `opendepin device list`. */
export function addDeviceList(device: Command, context: CliContext): void {
  const command = device
    .command("list")
    .description("print the devices of a registry, from its events, in the order of their first onboarding")
    .option("--owner <address>", "only those of an owner", account)
    .option("--kind <id>", "only those of a kind", catalogueId)
    .addOption(new Option("--status <status>", "only those of a status").choices(DEVICE_STATUSES))
    .option(
      "--epoch <number>",
      "the epoch that the status is asked for; the running one unless given",
      uint32,
    )
    .option("--block <number>", "as they were after a block; the newest unless given", uint32)
    .option("--from-block <number>", "the registry's first block; looked for unless given", uint32)
    .option("--json", "print them as JSON");
  addRegistryOptions(command).action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: CliContext): Promise<void> {
  const { block, fromBlock, json } = flags;
  const { snapshot, epoch } = await withProgress(context, { json: json === true }, (progress) =>
    withRegistry(flags, async (chain, registry) => {
      const epoch = flags.epoch ?? Number(await registry.contract.currentEpoch());
      const options = { block, fromBlock, progress };
      return { snapshot: await chain.readDeviceSnapshot(registry.provider, registry, options), epoch };
    }),
  );
  const devices = chosen(snapshot, epoch, flags);
  if (json) {
    writeInPieces(jsonRows(devices), context);
    return;
  }
  const lines = writeInPieces(tableRows(devices), context);
  printFigures(context, [
    ["devices", `${lines - 1} of ${snapshot.devices.length}`],
    ["block", snapshot.block.number],
    ["epoch", epoch],
  ]);
}

function* chosen(
  { devices }: DeviceSnapshot,
  epoch: number,
  { owner, kind, status }: ListFlags,
): Generator<ListedDevice> {
  for (const device of devices.states(epoch)) {
    if (owner !== undefined && device.owner !== owner) continue;
    if (kind !== undefined && device.kind !== kind) continue;
    if (status === undefined || device.status === status) yield device;
  }
}

function* tableRows(devices: Iterable<ListedDevice>): Generator<string> {
  yield row("device", "owner", "payee", "kind", "maker", "status");
  for (const { device, owner, payee, kind, maker, status } of devices)
    yield row(device, owner, payee, kind.toString(), maker.toString(), status);
}

function row(
  ...[device, owner, payee, kind, maker, status]: [string, string, string, string, string, string]
) {
  const accounts = [owner.padEnd(ADDRESS_WIDTH), payee.padEnd(ADDRESS_WIDTH)];
  return [device.padEnd(ID_WIDTH), ...accounts, kind.padEnd(NUMBER_WIDTH), maker.padEnd(NUMBER_WIDTH), status]
    .join("  ")
    .concat("\n");
}

function* jsonRows(devices: Iterable<ListedDevice>): Generator<string> {
  let separator = "[\n";
  for (const device of devices) {
    yield `${separator}${JSON.stringify(device)}`;
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

/**
 * Writes rows, many at a time: a registry may be larger than one string can be.
 *
 * @returns How many there were.
 */
function writeInPieces(rows: Iterable<string>, { stdout }: CliContext): number {
  let count = 0;
  let piece: string[] = [];
  for (const each of rows) {
    count++;
    piece.push(each);
    if (piece.length < ROWS_PER_PIECE) continue;
    stdout.write(piece.join(""));
    piece = [];
  }
  stdout.write(piece.join(""));
  return count;
}
