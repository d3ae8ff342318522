import type { Command } from "commander";
import type { Wallet } from "ethers";

import type { OperatorStaking } from "../../typechain-types";
import type { WithdrawResult } from "../chain";
import type { Address } from "../hex";
import type { Chain } from "./chain-options";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { addStakingOptions, type StakingFlags, withStakingSender } from "./staking-options";

interface PaymentFlags extends StakingFlags {
  account?: Address;
  json?: true;
}

type Pay = (
  chain: Chain,
  staking: OperatorStaking,
  account: Address,
  sender: Wallet,
) => Promise<WithdrawResult>;

/** Makes a command one that pays an account what the staking holds for it; anybody may send it. */
export function paysAccount(command: Command, context: CliContext, pay: Pay): void {
  command
    .option("--account <address>", "whom to pay; the sender unless given", account)
    .option("--json", "print the result as JSON");
  addKeyHelp(addStakingOptions(command)).action((flags: PaymentFlags) => send(flags, context, pay));
}

async function send(flags: PaymentFlags, context: CliContext, pay: Pay): Promise<void> {
  const result = await withStakingSender(flags, async (chain, staking, sender) =>
    pay(chain, staking, flags.account ?? (await chain.accountOf(sender)), sender),
  );
  if (flags.json) printJson(context.stdout, result);
  else
    printFigures(context, [
      ["account", result.account],
      ["paid", result.amount],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
