import { describeNotice, type Notice } from "../watch/notice";
import type { CliContext } from "./context";
import { printable } from "./print";

/** Prints what a watcher has to say about a report: one line, for people or as JSON. */
export function printNotice(
  notice: Notice,
  { program, json }: { program: number; json: boolean },
  { stdout }: CliContext,
): void {
  const line = json ? JSON.stringify(asJson(notice, program)) : printable(describeNotice(notice));
  stdout.write(`${line}\n`);
}

function asJson({ report, verdict, status, action, evidence }: Notice, program: number): object {
  const { epoch, nonce, root, total, dataHash, dataURI, reporter, finalizableAt } = report;
  return {
    program,
    epoch,
    nonce,
    root,
    total: total.toString(),
    dataHash,
    dataURI,
    reporter,
    finalizableAt,
    transaction: report.transaction,
    block: report.block,
    status,
    verdict: verdict.kind,
    finding: verdict.kind === "disagrees" ? verdict.finding : null,
    reason: verdict.kind === "unverifiable" ? verdict.reason : null,
    evidence: evidence ?? null,
    action,
  };
}
