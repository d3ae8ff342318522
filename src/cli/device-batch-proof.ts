import type { Command } from "commander";

import { attestFromBatch } from "../files/attest-from-batch";
import { attestationToJson } from "../files/attestation-file";
import { readBatchDirectory } from "../files/batch-directory";
import { writeJsonFile } from "../files/json-file";
import { wordToHex } from "../files/word-hex";
import type { CliContext } from "./context";
import { deviceId } from "./device-values";
import { printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface ProofFlags {
  device: bigint;
  out?: string;
  json?: true;
}

/** Adds `opendepin device batch proof`. */
export function addBatchProof(batch: Command, context: CliContext): void {
  batch
    .command("proof")
    .description("prove that a device is of a batch: its attestation, for its onboarding")
    .argument("<dir>", "directory of the batch")
    .requiredOption("--device <id>", "the device", deviceId)
    .option("--out <file>", "write the attestation to a new file")
    .option("--json", "print the attestation as JSON")
    .action((directory: string, flags: ProofFlags) => prove(directory, flags, context));
}

async function prove(
  directory: string,
  { device, out, json }: ProofFlags,
  context: CliContext,
): Promise<void> {
  const batch = await withProgress(context, { json: json === true }, (progress) =>
    readBatchDirectory(directory, progress),
  );
  const attestation = attestFromBatch(batch, device);
  const file = attestationToJson(attestation);
  if (out !== undefined) await writeJsonFile(out, file);
  if (json) printJson(context.stdout, file);
  else
    printFigures(context, [
      ["device", wordToHex(device)],
      ["kind", attestation.kind],
      ["maker", attestation.maker],
      ["root", batch.root],
      ["proof", `${attestation.proof.length} hashes`],
      ...(out === undefined ? [] : ([["written to", out]] as const)),
    ]);
}
