import type { Command } from "commander";

import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { addDisputesOptions, type DisputesFlags, withDisputesSender } from "./dispute-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface WithdrawFlags extends DisputesFlags {
  account?: Address;
  json?: true;
}

/** Adds `opendepin dispute withdraw`. */
export function addDisputeWithdraw(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("withdraw")
    .description("pay an account the bonds and shares that disputes have left it; anybody may")
    .option("--account <address>", "whom to pay; the sender unless given", account)
    .option("--json", "print the payments as JSON");
  addKeyHelp(addDisputesOptions(command)).action((flags: WithdrawFlags) => withdraw(flags, context));
}

async function withdraw(flags: WithdrawFlags, context: CliContext): Promise<void> {
  const { payee, paid } = await withDisputesSender(flags, async (chain, manager, sender) => {
    const payee = flags.account ?? (sender.address as Address);
    return { payee, paid: await chain.withdrawCredits(manager, payee, sender) };
  });
  if (flags.json) printJson(context.stdout, { account: payee, paid });
  else
    printFigures(context, [
      ["account", payee],
      ...paid.flatMap(({ from, amount, transaction }) => [
        [`from ${from}`, amount] as const,
        ["transaction", transaction] as const,
      ]),
    ]);
}
