import type { Command } from "commander";

import type { ChainComparison } from "../chain";
import { EXIT } from "../errors";
import { type EpochVerification, type FileDifference, verifyEpochDirectory } from "../files/verify-epoch";
import type { EpochReport } from "../rewards/epoch/report";
import { addChainOptions, type ChainFlags, withDistributor } from "./chain-options";
import type { CliContext } from "./context";
import { type Figure, formatTime, printable, printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface VerifyFlags extends Omit<ChainFlags, "rpc"> {
  previous?: string;
  rpc?: string;
  json?: true;
}

/** Adds `opendepin epoch verify`. */
export function addEpochVerify(epoch: Command, context: CliContext): void {
  const command = epoch
    .command("verify")
    .description("recompute an epoch from the inputs in its directory and compare every file")
    .argument("<dir>", "directory of the epoch")
    .option("--previous <dir>", "directory of the epoch before, instead of the one that the report names")
    .option("--json", "print the result as JSON");
  addChainOptions(command, "optional").action((directory: string, flags: VerifyFlags) =>
    verify(directory, flags, context),
  );
}

async function verify(directory: string, flags: VerifyFlags, context: CliContext): Promise<void> {
  const { previous, rpc } = flags;
  const json = flags.json === true;
  const verification = await withProgress(context, { json }, (progress) =>
    verifyEpochDirectory(directory, { previous, progress }),
  );
  const chain =
    rpc === undefined ? undefined : await compareWithChain(verification.stated, { ...flags, rpc });
  context.exitCode = holds(verification, chain) ? EXIT.ok : EXIT.no;
  if (json) printJson(context.stdout, asJson(verification, chain));
  else print(directory, verification, chain, context);
}

function compareWithChain(stated: EpochReport, flags: ChainFlags): Promise<ChainComparison> {
  return withDistributor(flags, (chain, distributor) => chain.compareEpoch(distributor, stated));
}

function holds({ differences }: EpochVerification, chain: ChainComparison | undefined): boolean {
  return differences.length === 0 && chain?.status !== "absent" && (chain?.differences ?? []).length === 0;
}

function asJson(verification: EpochVerification, chain: ChainComparison | undefined): unknown {
  const { computed, files, differences } = verification;
  const { epoch, root, total, dataHash } = computed;
  const ok = holds(verification, chain);
  return { ok, epoch: Number(epoch), root, total, dataHash, files, differences, chain };
}

function print(
  directory: string,
  { computed, files, differences }: EpochVerification,
  chain: ChainComparison | undefined,
  context: CliContext,
): void {
  for (const difference of differences) context.stdout.write(describe(directory, difference));
  printFigures(context, [
    ["epoch", computed.epoch],
    ["root", computed.root],
    ["total", computed.total],
    ["data hash", computed.dataHash],
    ["files", `${files.length} compared`],
    [
      "result",
      differences.length === 0
        ? "the epoch follows from its inputs"
        : `${differences.length} of ${files.length} files differ`,
    ],
    ...(chain ? chainFigures(chain) : []),
  ]);
}

function chainFigures({ status, differences, finalizableAt }: ChainComparison): Figure[] {
  const window = finalizableAt === undefined ? "" : `, final from ${formatTime(finalizableAt)}`;
  const agreement = status === "absent" ? "has no report of the epoch" : `${status}${window}`;
  return [
    ["chain", differences.length === 0 ? agreement : `${agreement}; it DIFFERS`],
    ...differences.map(({ figure, chain }) => [`  ${figure}`, chain] as const),
  ];
}

function describe(directory: string, { file, line, expected, found }: FileDifference): string {
  const place = line === undefined ? `${directory}/${file}` : `${directory}/${file}:${line}`;
  return `${printable(place)}: differs\n  expected  ${printable(expected)}\n  found     ${printable(found)}\n`;
}
