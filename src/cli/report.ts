import type { Command } from "commander";

import type { CliContext } from "./context";
import { addReportCollect } from "./report-collect";
import { addReportInspect } from "./report-inspect";
import { addReportRequest } from "./report-request";
import { addReportSign } from "./report-sign";

/** Adds `opendepin report` with its subcommands. */
export function addReport(program: Command, context: CliContext): void {
  const report = program
    .command("report")
    .description("agree on an epoch's report as a committee of reporters, and submit it");
  addReportRequest(report, context);
  addReportSign(report, context);
  addReportCollect(report, context);
  addReportInspect(report, context);
}
