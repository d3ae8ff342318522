import type { EpochReport } from "../rewards/epoch/report";
import type { Address } from "../hex";
import type { ProposedReport } from "./report-event";
import type { Verdict } from "./verdict";

export const EVIDENCE_FORMAT = "opendepin-evidence";
const EVIDENCE_VERSION = 1;

export interface Evidence {
  chainId: bigint;
  distributor: Address;
  program: number;
  report: ProposedReport;
  verdict: Verdict;
  /** What follows from the published inputs, if they could be read. */
  computed: Pick<EpochReport, "root" | "total" | "dataHash"> | undefined;
}

/** Text of the file that a challenge refers to: the same of the same report and finding, so that its hash is too. */
export function renderEvidence({
  chainId,
  distributor,
  program,
  report,
  verdict,
  computed,
}: Evidence): string {
  const { epoch, nonce, root, total, dataHash, dataURI, reporter, transaction, block, blockHash } = report;
  const json = {
    format: EVIDENCE_FORMAT,
    version: EVIDENCE_VERSION,
    chainId: Number(chainId),
    distributor,
    program,
    epoch,
    nonce,
    reported: {
      root,
      total: total.toString(),
      dataHash,
      dataURI,
      reporter,
      transaction,
      block,
      blockHash,
    },
    computed: computed
      ? { root: computed.root, total: computed.total.toString(), dataHash: computed.dataHash }
      : null,
    verdict: verdict.kind,
    finding: verdict.kind === "disagrees" ? verdict.finding : null,
    reason: verdict.kind === "unverifiable" ? verdict.reason : null,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}
