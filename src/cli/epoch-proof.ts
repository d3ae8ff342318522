import type { Command } from "commander";

import { type ClaimProof, type DeviceProof, proveClaim, proveDevice } from "../files/epoch-proof";
import type { CliContext } from "./context";
import { type Figure, printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface ProofFlags {
  account: string;
  device?: string;
  json?: true;
}

/** Adds `opendepin epoch proof`. */
export function addEpochProof(epoch: Command, context: CliContext): void {
  epoch
    .command("proof")
    .description("print the arguments of an account's claim, and on request the proof of one of its devices")
    .argument("<dir>", "directory of the epoch")
    .requiredOption("--account <address>", "whose claim")
    .option("--device <id>", "a device of the account: an address, or a uint256 in decimal or hex")
    .option("--json", "print the proof as JSON")
    .action((directory: string, flags: ProofFlags) => prove(directory, flags, context));
}

async function prove(
  directory: string,
  { account, device, json }: ProofFlags,
  context: CliContext,
): Promise<void> {
  const proven = await withProgress(context, { json: json === true }, async (progress) => {
    const claim = await proveClaim(directory, account, progress);
    if (device === undefined) return { claim };
    return { claim, device: await proveDevice(directory, claim, device, progress) };
  });
  if (json)
    printJson(context.stdout, { ...proven.claim, epoch: Number(proven.claim.epoch), device: proven.device });
  else printFigures(context, [...claimFigures(proven.claim), ...deviceFigures(proven.device)]);
}

function claimFigures({ epoch, root, account, cumulative, devicesRoot, proof }: ClaimProof): Figure[] {
  return [
    ["epoch", epoch],
    ["root", root],
    ["account", account],
    ["cumulative", cumulative],
    ["devices root", devicesRoot],
    ...listed("proof", proof),
  ];
}

function deviceFigures(proven: DeviceProof | undefined): Figure[] {
  if (!proven) return [];
  const { device, units, reward, proof } = proven;
  return [["device", device], ["units", units], ["reward", reward], ...listed("device proof", proof)];
}

/** A list as figures, named once; an empty one says so. */
function listed(name: string, values: readonly string[]): Figure[] {
  if (values.length === 0) return [[name, "(empty: the only row of its tree)"]];
  return values.map((value, index) => [index === 0 ? name : "", value]);
}
