import { writeFile } from "node:fs/promises";

import type { Command } from "commander";

import { dumpClaims } from "../files/dump-claims";
import { fileError } from "../files/file-error";
import type { CliContext } from "./context";
import { withProgress } from "./with-progress";

interface DumpFlags {
  out?: string;
  json?: true;
}

/** Adds `opendepin epoch dump`. */
export function addEpochDump(epoch: Command, context: CliContext): void {
  epoch
    .command("dump")
    .description("print all claims as JSON that StandardMerkleTree.load of @openzeppelin/merkle-tree reads")
    .argument("<dir>", "directory of the epoch")
    .option("--out <file>", "write to a new file instead")
    .option("--json", "as without it: the dump is JSON")
    .action((directory: string, flags: DumpFlags) => dump(directory, flags, context));
}

async function dump(directory: string, { out, json }: DumpFlags, context: CliContext): Promise<void> {
  const pieces = await withProgress(context, { json: json === true }, (progress) =>
    dumpClaims(directory, progress),
  );
  if (out === undefined) for (const piece of pieces) context.stdout.write(piece);
  else {
    await writeFile(out, pieces, { flag: "wx" }).catch((error: unknown) => {
      throw fileError(out, error, "write");
    });
  }
}
