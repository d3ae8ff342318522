import type { Command } from "commander";

import { requireManifest } from "../devnet/folder";
import { faucet } from "../devnet/operations/faucet";
import type { Address } from "../hex";
import type { CliContext } from "./context";
import { addJsonOption, HERE, type JsonFlags, recipient, tokenAmount } from "./devnet-values";
import { printFigures, printJson } from "./print";

/** Adds `opendepin devnet faucet`. */
export function addDevnetFaucet(devnet: Command, context: CliContext): void {
  const command = devnet
    .command("faucet")
    .description("give an account of the running devnet ether, and as many reward tokens")
    .argument("<address>", "the account", recipient)
    .argument("<amount>", "of ether and of tokens each, in whole ones: 100 or 0.5", tokenAmount);
  addJsonOption(command, "the gift").action(async (address: Address, amount: bigint, flags: JsonFlags) => {
    const gift = await faucet(await requireManifest(HERE), address, amount);
    if (flags.json === true) printJson(context.stdout, gift);
    else {
      printFigures(context, [
        ["account", gift.address],
        ["given", `${gift.amount} base units of ether and of the reward token`],
        ["transaction", gift.transaction],
      ]);
    }
  });
}
