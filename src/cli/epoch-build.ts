import type { Command } from "commander";

import { OpenDepinError } from "../errors";
import type { StakingChoice } from "../chain/staking/staking-behind";
import type { DeviceSnapshot } from "../devices/snapshot";
import { buildEpochDirectory, type RegistryOptions } from "../files/build-epoch";
import type { Progress } from "../files/progress";
import type { Address } from "../hex";
import { type EpochReport, renderReport } from "../rewards/epoch/report";
import type { CliContext } from "./context";
import { positiveInteger } from "./chain-options";
import { address } from "./device-values";
import { baseUnits, blockNumber, blockOrEnd, epochNumber } from "./options";
import { printFigures } from "./print";
import { registryFigures } from "./registry-figures";
import { addCoverageOptions, withRegistry } from "./registry-options";
import { withProgress } from "./with-progress";

const FIRST_PROGRAM = 1;

interface BuildFlags {
  contributions?: string;
  budget?: bigint;
  payees?: string;
  payouts?: string;
  devices?: string;
  rpc?: string;
  registry?: Address;
  block?: number;
  fromBlock?: number;
  staking?: StakingChoice;
  program?: number;
  corrections?: string;
  previous?: string;
  epoch: bigint;
  out: string;
  takeBack?: true;
  json?: true;
}

/** Adds `opendepin epoch build`. */
export function addEpochBuild(epoch: Command, context: CliContext): void {
  const command = epoch
    .command("build")
    .description("build an epoch from contributions and a budget, or from payouts")
    .option("--contributions <csv>", "what devices contributed: device,units and optionally payee")
    .option("--budget <amount>", "what the contributions share, in the token's base units", baseUnits)
    .option("--payees <csv>", "who is paid for a device: device,payee")
    .option("--rpc <url>", "let the network's device registry say which devices count and who is paid")
    .option("--registry <address>", "the registry; known for published networks and the devnet", address)
    .option(
      "--block <number>",
      'state of the registry after this block; "end": the epoch\'s last',
      blockOrEnd,
    )
    .option("--from-block <number>", "block to read from; found if left out", blockNumber)
    .option("--devices <csv>", "instead of --rpc: an extract of the registry, as epochs have in inputs/")
    .option("--program <id>", "the program whose devices count, with a registry", positiveInteger)
    .option("--payouts <csv>", "amounts that the network computed itself: account,amount")
    .option("--corrections <csv>", "what is added to or taken back from accounts: account,delta")
    .option(
      "--take-back",
      "allow corrections below what an account may have claimed: others then lack the money",
    )
    .option("--previous <dir>", "directory of the epoch before")
    .requiredOption("--epoch <number>", "number of the epoch, above the previous one's", epochNumber)
    .requiredOption("--out <dir>", "directory to make; must not exist, or be empty")
    .option("--json", "print the report as JSON");
  addCoverageOptions(command).action((flags: BuildFlags) => build(flags, context));
}

async function build(flags: BuildFlags, context: CliContext): Promise<void> {
  requireOneSource(flags);
  requireOnePayeeSource(flags);
  const { contributions, devices, payees, payouts, corrections, epoch, out, previous, takeBack } = flags;
  const inputs = { contributions, devices, payees, payouts, corrections };
  const registry = registryOptions(flags);
  const report = await withProgress(context, { json: flags.json === true }, (progress) =>
    buildEpochDirectory({
      epoch,
      out,
      inputs,
      registry,
      budget: flags.budget ?? null,
      previous,
      takeBack,
      progress,
    }),
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

function requireOnePayeeSource(flags: BuildFlags): void {
  const { rpc, devices, payees, payouts, program } = flags;
  if (
    rpc === undefined &&
    (flags.registry ?? flags.block ?? flags.fromBlock ?? flags.staking) !== undefined
  ) {
    throw usage("--registry, --staking, --no-staking, --block and --from-block need --rpc");
  }
  if (rpc !== undefined && devices !== undefined) {
    throw usage("--devices is an extract of a registry; give it or --rpc");
  }
  if (rpc === undefined && devices === undefined) {
    if (program !== undefined) throw usage("--program needs a registry: --rpc or --devices");
    return;
  }
  if (payees !== undefined) throw usage("the registry says who is paid for devices; leave out --payees");
  if (payouts !== undefined) throw usage("payouts name accounts; the registry is about devices");
}

function registryOptions(flags: BuildFlags): RegistryOptions | undefined {
  const { rpc, registry, staking, devices, block, fromBlock, epoch, program = FIRST_PROGRAM } = flags;
  if (rpc === undefined) return devices === undefined ? undefined : { program };
  const read = (progress: Progress): Promise<DeviceSnapshot> =>
    withRegistry({ rpc, registry }, (chain, opened) =>
      chain.readCoveredSnapshot(opened, epoch, { block, fromBlock, staking, progress }),
    );
  return { program, read };
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
    ...(report.registry ? registryFigures(report.registry) : []),
    ["written to", out],
  ]);
}
