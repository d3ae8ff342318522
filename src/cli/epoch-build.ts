import type { Command } from "commander";

import { OpenDepinError } from "../errors";
import { buildEpochDirectory } from "../files/build-epoch";
import { type EpochReport, renderReport } from "../rewards/epoch/report";
import type { CliContext } from "./context";
import { baseUnits, epochNumber } from "./options";
import { printFigures } from "./print";
import { withProgress } from "./with-progress";

interface BuildFlags {
  contributions?: string;
  budget?: bigint;
  payees?: string;
  payouts?: string;
  corrections?: string;
  previous?: string;
  epoch: bigint;
  out: string;
  takeBack?: true;
  json?: true;
}

/** Adds `opendepin epoch build`. */
export function addEpochBuild(epoch: Command, context: CliContext): void {
  epoch
    .command("build")
    .description("build an epoch from contributions and a budget, or from payouts")
    .option("--contributions <csv>", "what devices contributed: device,units and optionally payee")
    .option("--budget <amount>", "what the contributions share, in the token's base units", baseUnits)
    .option("--payees <csv>", "who is paid for a device: device,payee")
    .option("--payouts <csv>", "amounts that the network computed itself: account,amount")
    .option("--corrections <csv>", "what is added to or taken back from accounts: account,delta")
    .option(
      "--take-back",
      "allow corrections below what an account may have claimed: others then lack the money",
    )
    .option("--previous <dir>", "directory of the epoch before")
    .requiredOption("--epoch <number>", "number of the epoch, above the previous one's", epochNumber)
    .requiredOption("--out <dir>", "directory to make; must not exist, or be empty")
    .option("--json", "print the report as JSON")
    .action((flags: BuildFlags) => build(flags, context));
}

async function build(flags: BuildFlags, context: CliContext): Promise<void> {
  requireOneSource(flags);
  const { contributions, payees, payouts, corrections, epoch, out, previous, takeBack } = flags;
  const inputs = { contributions, payees, payouts, corrections };
  const report = await withProgress(context, { json: flags.json === true }, (progress) =>
    buildEpochDirectory({ epoch, out, inputs, budget: flags.budget ?? null, previous, takeBack, progress }),
  );
  print(report, flags, context);
}

function requireOneSource({ contributions, budget, payees, payouts }: BuildFlags): void {
  if ((contributions === undefined) === (payouts === undefined)) {
    throw usage("give --contributions with --budget, or else --payouts");
  }
  if ((contributions === undefined) !== (budget === undefined)) {
    throw usage("--contributions and --budget belong together: payouts need no budget");
  }
  if (payouts !== undefined && payees !== undefined)
    throw usage("--payees names who is paid for devices; payouts name accounts");
}

function usage(reason: string): OpenDepinError {
  return new OpenDepinError("USAGE", reason);
}

function print(report: EpochReport, { out, json }: BuildFlags, context: CliContext): void {
  if (json) {
    context.stdout.write(renderReport(report));
    return;
  }
  const { devices, payees, accounts } = report.counts;
  printFigures(context, [
    ["epoch", report.epoch],
    ["root", report.root],
    ["total", report.total],
    ["increase", report.increase],
    ...(report.unallocated === null ? [] : [["unallocated", report.unallocated] as const]),
    ["data hash", report.dataHash],
    ["counts", `${devices} devices, ${payees} payees, ${accounts} accounts`],
    ["written to", out],
  ]);
}
