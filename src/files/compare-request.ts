import type { EpochReport } from "../rewards/epoch/report";
import type { ReportRequest } from "../rewards/report";

/** A figure in which a request is not what somebody has computed. */
export interface FigureDifference {
  figure: "epoch" | "program" | "root" | "total" | "data hash";
  requested: string;
  computed: string;
}

type Figure = number | bigint | string;

/** Compares what a request states with an epoch's own report. */
export function compareRequest(
  { report }: ReportRequest,
  { epoch, registry, root, total, dataHash }: EpochReport,
): FigureDifference[] {
  // an epoch without a registry says of no program that it is the one
  const program = registry?.program ?? report.program;
  const figures: [FigureDifference["figure"], requested: Figure, computed: Figure][] = [
    ["epoch", report.epoch, epoch],
    ["program", report.program, program],
    ["root", report.root, root],
    ["total", report.total, total],
    ["data hash", report.dataHash, dataHash],
  ];
  return figures
    .map(([figure, requested, computed]) => ({
      figure,
      requested: requested.toString(),
      computed: computed.toString(),
    }))
    .filter(({ requested, computed }) => requested !== computed);
}
