import type { Command } from "commander";

import { claimRewards, type ClaimableEpoch, type Payment, unclaimed } from "../chain/claim-rewards";
import { KEY_HELP, walletFromEnvironment } from "../chain/wallet";
import { OpenDepinError } from "../errors";
import { readEpochDirectory } from "../files/epoch-directory";
import { indexOfAccount } from "../files/epoch-proof";
import { addChainOptions, type ChainFlags, withDistributor } from "./chain-options";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";
import { progressLine } from "./progress-line";

interface ClaimFlags extends ChainFlags {
  account?: string;
  all?: true;
  json?: true;
}

/** Adds `opendepin claim`. */
export function addClaim(program: Command, context: CliContext): void {
  const command = program
    .command("claim")
    .description("pay an account, or everybody, what the last finalised epoch says is owed; anybody may")
    .argument("<dir>", "directory of the last finalised epoch")
    .option("--account <address>", "whom to pay")
    .option("--all", "pay every account that has something to claim, 100 in a transaction")
    .option("--json", "print the payments as JSON")
    .addHelpText("after", `\n${KEY_HELP}`);
  addChainOptions(command, "required").action((directory: string, flags: ClaimFlags) =>
    claim(directory, flags, context),
  );
}

async function claim(directory: string, flags: ClaimFlags, context: CliContext): Promise<void> {
  if ((flags.account === undefined) === (flags.all === undefined)) {
    throw new OpenDepinError("USAGE", "give --account, or else --all");
  }
  const line = progressLine(context, flags.json === true);
  const epoch = await readEpochDirectory(directory, line.progress).finally(line.clear);
  const given = flags.account === undefined ? undefined : [indexOfAccount(epoch, flags.account)];
  const payments = await withDistributor(flags, async (distributor, provider) => {
    const wallet = await walletFromEnvironment(provider);
    const indexes = given ?? (await unclaimed(distributor, epoch));
    return claimRewards(distributor, epoch, indexes, wallet, (share) => {
      line.progress("claiming", share);
    });
  }).finally(line.clear);
  if (flags.json) printJson(context.stdout, payments);
  else print(payments, epoch, context);
}

function print(payments: readonly Payment[], { claims }: ClaimableEpoch, context: CliContext): void {
  printFigures(context, [
    ["accounts", `${payments.reduce((sum, { accounts }) => sum + accounts, 0)} of ${claims.length}`],
    ["paid", payments.reduce((sum, { amount }) => sum + amount, 0n)],
    ["gas", payments.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)],
    ...payments.map(({ transaction }, index) => [index === 0 ? "transactions" : "", transaction] as const),
  ]);
}
