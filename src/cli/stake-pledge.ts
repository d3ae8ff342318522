import type { Command } from "commander";

import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { stakeAmountOrNone } from "./options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { addStakingOptions, type StakingFlags, withStakingSender } from "./staking-options";

interface PledgeFlags extends StakingFlags {
  duty: Address;
  json?: true;
}

/** Adds `opendepin stake pledge`. */
export function addStakePledge(stake: Command, context: CliContext): void {
  const command = stake
    .command("pledge")
    .description(
      "say how much of the bond stands behind a duty, and cannot thaw; less than before only when off duty",
    )
    .argument("<amount>", "the token's base units, in place of what was pledged before", stakeAmountOrNone)
    .requiredOption("--duty <address>", "the contract that is served, as a committee of reporters", account)
    .option("--json", "print the result as JSON");
  addKeyHelp(addStakingOptions(command)).action((amount: bigint, flags: PledgeFlags) =>
    pledge(amount, flags, context),
  );
}

async function pledge(amount: bigint, flags: PledgeFlags, context: CliContext): Promise<void> {
  const result = await withStakingSender(flags, (chain, staking, sender) =>
    chain.pledge(staking, flags.duty, amount, sender),
  );
  if (flags.json) printJson(context.stdout, result);
  else
    printFigures(context, [
      ["account", result.account],
      ["duty", result.duty],
      ["pledge", result.pledge],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
