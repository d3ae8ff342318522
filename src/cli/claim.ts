import type { Command } from "commander";

import type { Payment } from "../chain";
import { KEY_HELP } from "../chain/key-help";
import { OpenDepinError } from "../errors";
import { readEpochDirectory, type ReportedEpoch } from "../files/epoch-directory";
import { indexOfAccount } from "../files/epoch-proof";
import { addChainOptions, type ChainFlags, withSender } from "./chain-options";
import type { Progress } from "../files/progress";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

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
  const json = flags.json === true;
  const { epoch, payments } = await withProgress(context, { json }, async (progress) => {
    const epoch = await readEpochDirectory(directory, progress);
    return { epoch, payments: await pay(epoch, flags, progress) };
  });
  if (json) printJson(context.stdout, payments);
  else print(payments, epoch, context);
}

function pay(epoch: ReportedEpoch, flags: ClaimFlags, progress: Progress): Promise<Payment[]> {
  const given = flags.account === undefined ? undefined : [indexOfAccount(epoch, flags.account)];
  return withSender(flags, async (chain, distributor, sender) => {
    const indexes = await chain.unclaimed(distributor, epoch, given);
    return chain.claimRewards(distributor, epoch, indexes, sender, (share) => {
      progress("claiming", share);
    });
  });
}

function print(payments: readonly Payment[], { claims }: ReportedEpoch, context: CliContext): void {
  printFigures(context, [
    ["accounts", `${payments.reduce((sum, { accounts }) => sum + accounts, 0)} of ${claims.length}`],
    ["paid", payments.reduce((sum, { amount }) => sum + amount, 0n)],
    ["gas", payments.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)],
    ...payments.map(({ transaction }, index) => [index === 0 ? "transactions" : "", transaction] as const),
  ]);
}
