import type { Command } from "commander";

import { buildBatchDirectory } from "../files/batch-directory";
import type { CliContext } from "./context";
import { catalogueId } from "./device-values";
import { printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface BuildFlags {
  maker: number;
  devices: string;
  kind?: number;
  out: string;
  json?: true;
}

/** Adds `opendepin device batch build`. */
export function addBatchBuild(batch: Command, context: CliContext): void {
  batch
    .command("build")
    .description("compute the root of a list of devices, and keep the list with it")
    .requiredOption("--maker <id>", "the maker", catalogueId)
    .requiredOption("--devices <csv>", "the devices: device, and kind unless all are of one")
    .option("--kind <id>", "the kind of all of them", catalogueId)
    .requiredOption("--out <dir>", "directory to make; must not exist, or be empty")
    .option("--json", "print the result as JSON")
    .action((flags: BuildFlags) => build(flags, context));
}

async function build({ json, ...options }: BuildFlags, context: CliContext): Promise<void> {
  const batch = await withProgress(context, { json: json === true }, (progress) =>
    buildBatchDirectory({ ...options, kind: options.kind, progress }),
  );
  if (json) printJson(context.stdout, batch);
  else
    printFigures(context, [
      ["maker", batch.maker],
      ["root", batch.root],
      ["devices", batch.devices],
      ["written to", options.out],
    ]);
}
