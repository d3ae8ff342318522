import type { Command } from "commander";

import type { DeviceView } from "../chain";
import { wordToHex } from "../files/word-hex";
import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { deviceId, uint32 } from "./device-values";
import { type Figure, printable, printFigures, printJson } from "./print";
import { addRegistryOptions, type RegistryFlags, withRegistry } from "./registry-options";

interface ShowFlags extends RegistryFlags {
  epoch?: number;
  json?: true;
}

/** Adds `opendepin device show`. */
export function addDeviceShow(device: Command, context: CliContext): void {
  const command = device
    .command("show")
    .description("print what the chain knows of a device")
    .argument("<id>", "the device", deviceId)
    .option(
      "--epoch <number>",
      "the epoch that its status is asked for; the running one unless given",
      uint32,
    )
    .option("--json", "print it as JSON");
  addRegistryOptions(command).action((id: bigint, flags: ShowFlags) => show(id, flags, context));
}

async function show(device: bigint, flags: ShowFlags, context: CliContext): Promise<void> {
  const view = await withRegistry(flags, (chain, registry) =>
    chain.readDevice(registry, device, flags.epoch),
  );
  if (flags.json) printJson(context.stdout, toJson(view));
  else printFigures(context, figures(view));
}

/** What is not there is null, so that every device has the same fields. */
function toJson({ device, owner, payee, maker, location, ...others }: DeviceView): object {
  const { suspension, pendingRotation, metadata } = others;
  return {
    device: wordToHex(device),
    ...others,
    owner: owner ?? null,
    payee: payee ?? null,
    maker: maker ?? null,
    location: location ? { ...location, cell: formatCell(location.cell) } : null,
    suspension: suspension ?? null,
    pendingRotation: pendingRotation ?? null,
    metadata: metadata ?? null,
  };
}

function figures(view: DeviceView): Figure[] {
  const { device, status, epoch, owner, payee, kind, kindName, program, maker, key, nonce } = view;
  const { location, suspension, pendingRotation, metadata } = view;
  return [
    ["device", wordToHex(device)],
    ["status", `${status} in epoch ${epoch}`],
    ["owner", owner ?? "none"],
    ["payee", payee ?? "none"],
    ["kind", `${kind}, ${printable(kindName)}, of program ${program}`],
    ["maker", maker ?? "none"],
    ["key", key],
    ["nonce", nonce],
    [
      "location",
      location ? `${formatCell(location.cell)}, asserted ${times(location.count)}` : "never asserted",
    ],
    [
      "suspension",
      suspension
        ? `epochs ${suspension.fromEpoch} to ${suspension.untilEpoch - 1}, reason ${suspension.reason}`
        : "never",
    ],
    [
      "rotation",
      pendingRotation
        ? `to ${pendingRotation.key}, from ${formatTime(pendingRotation.effectiveAt)} on`
        : "none pending",
    ],
    ...(metadata ? [["metadata", `${printable(metadata.uri)}, ${metadata.contentHash}`] as const] : []),
  ];
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** As H3's own tools write a cell. */
function formatCell(cell: bigint): string {
  return cell.toString(16);
}
