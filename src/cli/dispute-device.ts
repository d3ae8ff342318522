import type { Command } from "commander";

import { wordToHex } from "../files/word-hex";
import { formatTime } from "../format-time";
import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account, deviceId } from "./device-values";
import {
  addDisputesOptions,
  addEvidenceOptions,
  type DisputesFlags,
  type EvidenceFlags,
  evidenceOf,
  penalty,
  withDisputesSender,
} from "./dispute-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface DeviceFlags extends DisputesFlags, EvidenceFlags {
  operator: Address;
  penalty: bigint;
  json?: true;
}

/** Adds `opendepin dispute device`. */
export function addDisputeDevice(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("device")
    .description("challenge what a device did, against the bond of who then had it")
    .argument("<id>", "the device", deviceId)
    .requiredOption("--operator <address>", "who had the device when it offended", account)
    .requiredOption("--penalty <amount>", "what it shall lose, in base units", penalty)
    .option("--json", "print the dispute as JSON");
  addKeyHelp(addEvidenceOptions(addDisputesOptions(command))).action((id: bigint, flags: DeviceFlags) =>
    challenge(id, flags, context),
  );
}

async function challenge(device: bigint, flags: DeviceFlags, context: CliContext): Promise<void> {
  const { operator } = flags;
  const accusation = { penalty: flags.penalty, ...(await evidenceOf(flags)) };
  const opened = await withDisputesSender(flags, (chain, manager, challenger) =>
    chain.challengeDevice(manager, device, operator, accusation, challenger),
  );
  const id = wordToHex(device);
  if (flags.json) printJson(context.stdout, { ...opened, device: id, operator, ...accusation });
  else
    printFigures(context, [
      ["dispute", opened.dispute],
      ["device", id],
      ["operator", operator],
      ["evidence", accusation.evidence],
      ["bond", opened.bond],
      ["ruling until", formatTime(opened.rulingDeadline)],
      ["transaction", opened.transaction],
      ["gas", opened.gasUsed],
    ]);
}
