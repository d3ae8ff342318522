import { formatTime } from "../format-time";
import type { Action, DisputeOnReport, Standing } from "./next-step";
import type { ProposedReport } from "./report-event";
import type { Finding, Verdict } from "./verdict";
import type { EvidenceFile } from "./watch-state";

/** What a watcher has to say about a report. */
export interface Notice {
  report: ProposedReport;
  verdict: Verdict;
  status: Standing["status"];
  action: Action;
  evidence: EvidenceFile | undefined;
}

/** A notice as one line of text. */
export function describeNotice({ report, verdict, status, action }: Notice): string {
  const { epoch, nonce } = report;
  const parts = [
    `epoch ${epoch}, nonce ${nonce}: ${describeVerdict(verdict, report)}`,
    status === "pending" ? `final from ${formatTime(report.finalizableAt)}` : status,
    describeAction(action),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function describeVerdict(verdict: Verdict, { root }: ProposedReport): string {
  switch (verdict.kind) {
    case "agrees":
      return `agrees, root ${root}`;
    case "disagrees":
      return `DISAGREES: ${describeFinding(verdict.finding)}`;
    case "unverifiable":
      return `UNVERIFIABLE: ${verdict.reason}`;
    case "unseen":
      return "was not looked at";
  }
}

function describeFinding({ file, line, subject, figure, expected, found }: Finding): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const where = subject === undefined ? place : `${place}, ${subject}`;
  return `${where}: ${figure === undefined ? "" : `${figure} `}must be ${expected}, is ${found}`;
}

function describeAction(action: Action): string {
  switch (action.kind) {
    case "none":
      return "";
    case "left":
      return "not challenged";
    case "waiting":
      return `waits for the data until ${formatTime(action.until)}`;
    case "challenged":
      return `challenged: dispute ${action.dispute.dispute}, ${action.dispute.status}`;
    case "disputed":
      return describeOther(action.dispute);
    case "frozen":
      return "frozen by a dispute already";
    case "closed":
      return "too late to challenge";
    case "sent":
      return `challenge sent in transaction ${action.transaction}`;
    case "failed":
      return `NOT CHALLENGED: ${action.reason}`;
  }
}

function describeOther({ dispute, status, challenger }: DisputeOnReport): string {
  return status === "open"
    ? `frozen by dispute ${dispute} of ${challenger} already`
    : `dispute ${dispute} of ${challenger}: ${status}`;
}
