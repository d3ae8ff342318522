import type { Command } from "commander";

import type { CliContext } from "./context";
import { addStakeBond } from "./stake-bond";
import { addStakeCredits } from "./stake-credits";
import { addStakeDelegate } from "./stake-delegate";
import { addStakePledge } from "./stake-pledge";
import { addStakeShow } from "./stake-show";
import { addStakeThaw } from "./stake-thaw";
import { addStakeWithdraw } from "./stake-withdraw";

/** Adds `opendepin stake` with its subcommands. */
export function addStake(program: Command, context: CliContext): void {
  const stake = program
    .command("stake")
    .description("bond tokens behind devices and duties, and take them out again");
  addStakeBond(stake, context);
  addStakeThaw(stake, context);
  addStakeWithdraw(stake, context);
  addStakePledge(stake, context);
  addStakeDelegate(stake, context);
  addStakeShow(stake, context);
  addStakeCredits(stake, context);
}
