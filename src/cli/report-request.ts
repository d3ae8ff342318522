import type { Command } from "commander";

import { writeJsonFile } from "../files/json-file";
import { recomputeEpoch } from "../files/recompute-epoch";
import { requestToJson } from "../files/request-file";
import { addChainOptions, type ChainFlags, positiveInteger, withDistributor } from "./chain-options";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";
import { requestFigures } from "./report-figures";
import { withProgress } from "./with-progress";

/** Members sign at different hours. */
const DEFAULT_VALIDITY_SECONDS = 86_400;

interface RequestFlags extends ChainFlags {
  dataUri: string;
  validity: number;
  out: string;
  json?: true;
}

/** Adds `opendepin report request`. */
export function addReportRequest(report: Command, context: CliContext): void {
  const command = report
    .command("request")
    .description("state the report of an epoch for the members of the program's committee to sign")
    .argument("<dir>", "directory of the epoch")
    .requiredOption("--out <file>", "where the request goes; never replaces a file")
    .option("--data-uri <uri>", "where the directory is published", "")
    .option(
      "--validity <seconds>",
      "how long the report may be proposed",
      positiveInteger,
      DEFAULT_VALIDITY_SECONDS,
    )
    .option("--json", "print the request as JSON");
  addChainOptions(command, "required").action((directory: string, flags: RequestFlags) =>
    request(directory, flags, context),
  );
}

async function request(directory: string, flags: RequestFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const report = await withProgress(context, { json }, (progress) => recomputeEpoch(directory, progress));
  const options = { dataURI: flags.dataUri, validitySeconds: flags.validity };
  const made = await withDistributor(flags, (chain, distributor) =>
    chain.requestReport(distributor, report, options),
  );
  await writeJsonFile(flags.out, requestToJson(made));
  if (json) printJson(context.stdout, requestToJson(made));
  else printFigures(context, [...requestFigures(made), ["written to", flags.out]]);
}
