import type { Command } from "commander";

import type { CliContext } from "./context";
import { addDisputeDevice } from "./dispute-device";
import { addDisputeExpire } from "./dispute-expire";
import { addDisputeList } from "./dispute-list";
import { addDisputePunish } from "./dispute-punish";
import { addDisputeReport } from "./dispute-report";
import { addDisputeRule } from "./dispute-rule";
import { addDisputeShow } from "./dispute-show";
import { addDisputeWithdraw } from "./dispute-withdraw";

/** Adds `opendepin dispute` with its subcommands. */
export function addDispute(program: Command, context: CliContext): void {
  const dispute = program
    .command("dispute")
    .description("challenge reports and devices, rule on challenges, punish and collect");
  addDisputeReport(dispute, context);
  addDisputeDevice(dispute, context);
  addDisputeRule(dispute, context);
  addDisputeExpire(dispute, context);
  addDisputePunish(dispute, context);
  addDisputeShow(dispute, context);
  addDisputeList(dispute, context);
  addDisputeWithdraw(dispute, context);
}
