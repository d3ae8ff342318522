import type { Command } from "commander";

import type { ChainComparison, RegistryComparison } from "../chain";
import type { StakingChoice } from "../chain/staking/staking-behind";
import { EXIT } from "../errors";
import { type EpochVerification, type FileDifference, verifyEpochDirectory } from "../files/verify-epoch";
import type { Progress } from "../files/progress";
import { formatTime } from "../format-time";
import type { Address } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { addChainOptions, type ChainFlags, withDistributor } from "./chain-options";
import type { CliContext } from "./context";
import { type Figure, printable, printFigures, printJson } from "./print";
import { registryFigures } from "./registry-figures";
import { addCoverageOptions, addRegistryOption } from "./registry-options";
import { withProgress } from "./with-progress";

interface VerifyFlags extends Omit<ChainFlags, "rpc"> {
  previous?: string;
  rpc?: string;
  registry?: Address;
  staking?: StakingChoice;
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
  addCoverageOptions(addRegistryOption(addChainOptions(command, "optional"))).action(
    (directory: string, flags: VerifyFlags) => verify(directory, flags, context),
  );
}

async function verify(directory: string, flags: VerifyFlags, context: CliContext): Promise<void> {
  const { previous, rpc } = flags;
  const json = flags.json === true;
  const verification = await withProgress(context, { json }, (progress) =>
    verifyEpochDirectory(directory, { previous, progress }),
  );
  const chain =
    rpc === undefined
      ? undefined
      : await withProgress(context, { json }, (progress) =>
          compareWithChain(directory, verification.stated, { ...flags, rpc }, progress),
        );
  context.exitCode = holds(verification, chain) ? EXIT.ok : EXIT.no;
  if (json) printJson(context.stdout, asJson(verification, chain));
  else print(directory, verification, chain, context);
}

/** What the chain says of the report, and of the registry if the epoch was built from one. */
interface Comparisons extends ChainComparison {
  registry: RegistryComparison | undefined;
}

function compareWithChain(
  directory: string,
  stated: EpochReport,
  flags: ChainFlags & Pick<VerifyFlags, "registry" | "staking">,
  progress: Progress,
): Promise<Comparisons> {
  return withDistributor(flags, async (chain, distributor, provider) => {
    const comparison = await chain.compareEpoch(distributor, stated, progress);
    if (stated.registry === undefined) return { ...comparison, registry: undefined };
    const registry = await chain.findRegistry(provider, flags.registry);
    const { source } = stated.registry;
    const options = { staking: flags.staking, progress };
    return {
      ...comparison,
      registry: await chain.compareRegistry(registry, directory, stated, source, options),
    };
  });
}

function holds({ differences }: EpochVerification, chain: Comparisons | undefined): boolean {
  if (differences.length > 0) return false;
  if (chain === undefined) return true;
  const { status, registry } = chain;
  return status !== "absent" && chain.differences.length === 0 && (registry?.differences ?? []).length === 0;
}

function asJson(verification: EpochVerification, chain: Comparisons | undefined): unknown {
  const { computed, files, differences } = verification;
  const { epoch, root, total, dataHash } = computed;
  const ok = holds(verification, chain);
  return { ok, epoch: Number(epoch), root, total, dataHash, files, differences, chain };
}

function print(
  directory: string,
  { computed, files, differences }: EpochVerification,
  chain: Comparisons | undefined,
  context: CliContext,
): void {
  for (const difference of [...differences, ...(chain?.registry?.differences ?? [])]) {
    context.stdout.write(describe(directory, difference));
  }
  printFigures(context, [
    ["epoch", computed.epoch],
    ["root", computed.root],
    ["total", computed.total],
    ["data hash", computed.dataHash],
    ...(computed.registry ? registryFigures(computed.registry) : []),
    ["files", `${files.length} compared`],
    [
      "result",
      differences.length === 0
        ? "the epoch follows from its inputs"
        : `${differences.length} of ${files.length} files differ`,
    ],
    ...(chain ? chainFigures(chain) : []),
    ...(chain?.registry ? [["registry on chain", registryAgreement(chain.registry)] as const] : []),
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

function registryAgreement({ block, lastBlock, differences }: RegistryComparison): string {
  if (block === undefined) return "NOT COMPARED: the report names no block";
  if (differences.length > 0) return "DIFFERS from the directory";
  return block === lastBlock
    ? "gives the same devices"
    : `gives the same devices, but block ${block} is after the epoch's last, ${lastBlock}`;
}

function describe(directory: string, { file, line, expected, found }: FileDifference): string {
  const place = line === undefined ? `${directory}/${file}` : `${directory}/${file}:${line}`;
  return `${printable(place)}: differs\n  expected  ${printable(expected)}\n  found     ${printable(found)}\n`;
}
