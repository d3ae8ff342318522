import type { Command } from "commander";

import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { stakeAmount } from "./options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { addStakingOptions, type StakingFlags, withStakingSender } from "./staking-options";

interface BondFlags extends StakingFlags {
  for?: Address;
  json?: true;
}

/** Adds `opendepin stake bond`. */
export function addStakeBond(stake: Command, context: CliContext): void {
  const command = stake
    .command("bond")
    .description("add to a bond, in one transaction: the token's permit goes with it")
    .argument("<amount>", "the token's base units", stakeAmount)
    .option(
      "--for <address>",
      "whose bond grows and whose it is from then on; the sender's unless given",
      account,
    )
    .option("--json", "print the result as JSON");
  addKeyHelp(addStakingOptions(command)).action((amount: bigint, flags: BondFlags) =>
    bond(amount, flags, context),
  );
}

async function bond(amount: bigint, flags: BondFlags, context: CliContext): Promise<void> {
  const result = await withStakingSender(flags, (chain, staking, sender) =>
    chain.bondWithPermit(staking, amount, sender, flags.for),
  );
  if (flags.json) printJson(context.stdout, result);
  else
    printFigures(context, [
      ["account", result.account],
      ["added", result.amount],
      ["bonded", result.bonded],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
