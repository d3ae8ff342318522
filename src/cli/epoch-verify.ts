import type { Command } from "commander";

import { EXIT } from "../errors";
import { type EpochVerification, type FileDifference, verifyEpochDirectory } from "../files/verify-epoch";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface VerifyFlags {
  previous?: string;
  json?: true;
}

/** Adds `opendepin epoch verify`. */
export function addEpochVerify(epoch: Command, context: CliContext): void {
  epoch
    .command("verify")
    .description("recompute an epoch from the inputs in its directory and compare every file")
    .argument("<dir>", "directory of the epoch")
    .option("--previous <dir>", "directory of the epoch before, instead of the one that the report names")
    .option("--json", "print the result as JSON")
    .action((directory: string, flags: VerifyFlags) => verify(directory, flags, context));
}

async function verify(
  directory: string,
  { previous, json }: VerifyFlags,
  context: CliContext,
): Promise<void> {
  const verification = await withProgress(context, { json: json === true }, (progress) =>
    verifyEpochDirectory(directory, { previous, progress }),
  );
  context.exitCode = verification.differences.length === 0 ? EXIT.ok : EXIT.no;
  if (json) printJson(context.stdout, asJson(verification));
  else print(directory, verification, context);
}

function asJson({ computed, files, differences }: EpochVerification): unknown {
  const { epoch, root, total, dataHash } = computed;
  return { ok: differences.length === 0, epoch: Number(epoch), root, total, dataHash, files, differences };
}

function print(
  directory: string,
  { computed, files, differences }: EpochVerification,
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
  ]);
}

function describe(directory: string, { file, line, expected, found }: FileDifference): string {
  const place = line === undefined ? `${directory}/${file}` : `${directory}/${file}:${line}`;
  return `${place}: differs\n  expected  ${expected}\n  found     ${found}\n`;
}
