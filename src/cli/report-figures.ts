import type { ReportRequest, SignedApproval } from "../rewards/report";
import { formatSpan, formatTime } from "../format-time";
import { type Figure, printable } from "./print";

/** What a request asks for. */
export function requestFigures(request: ReportRequest): Figure[] {
  const { chainId, distributor, committee, configuration, report, digest } = request;
  return [
    ["epoch", `${report.epoch} of program ${report.program}`],
    ["root", report.root],
    ["total", report.total],
    ["data hash", report.dataHash],
    ["data URI", report.dataURI === "" ? "none" : printable(report.dataURI)],
    ["nonce", report.nonce],
    ["distributor", `${distributor} on chain ${chainId}`],
    ["committee", `${committee} in configuration ${configuration}`],
    ["digest", digest],
    ["valid until", formatTime(report.deadline)],
  ];
}

/** What an approval states. */
export function approvalFigures(approval: SignedApproval): Figure[] {
  const { chainId, committee, configuration, digest, signer } = approval;
  return [
    ["signer", signer],
    ["committee", `${committee} on chain ${chainId}, in configuration ${configuration}`],
    ["digest", digest],
  ];
}

/** How long something is valid yet, or since when it is not. */
export function validityFrom(now: number, deadline: number): string {
  return now <= deadline
    ? `for another ${formatSpan(deadline - now)}`
    : `NO LONGER, since ${formatSpan(now - deadline)}`;
}

/** A long hex in one glance: its first and last bytes; an address as it is. */
export function shortHex(hex: string): string {
  return hex.length <= 42 ? hex : `${hex.slice(0, 22)}…${hex.slice(-8)}`;
}
