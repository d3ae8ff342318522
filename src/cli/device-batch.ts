import type { Command } from "commander";

import type { CliContext } from "./context";
import { addBatchBuild } from "./device-batch-build";
import { addBatchProof } from "./device-batch-proof";
import { addBatchProvision } from "./device-batch-provision";
import { addBatchRevoke } from "./device-batch-revoke";

/** Adds `opendepin device batch` with its subcommands. */
export function addDeviceBatch(device: Command, context: CliContext): void {
  const batch = device.command("batch").description("attest any number of devices with one root, as a maker");
  addBatchBuild(batch, context);
  addBatchProvision(batch, context);
  addBatchProof(batch, context);
  addBatchRevoke(batch, context);
}
