import { join } from "node:path";

import { EXIT, OpenDepinError } from "../errors";
import type { EpochReport } from "../rewards/epoch/report";
import type { ReportRequest } from "../rewards/report";
import { compareEpochs, type EpochDifference } from "./compare-epochs";
import { compareRequest, type FigureDifference } from "./compare-request";
import type { Progress } from "./progress";

/** An epoch as a reporter has rebuilt it. */
export interface RebuiltEpoch {
  directory: string;
  report: EpochReport;
}

/**
 * Refuses a request that is not about what a reporter has rebuilt by itself, and says where the two part.
 *
 * @param published Directory of whoever made the request; without it, only the figure is named that differs.
 * @throws OpenDepinError `REPORT_DIFFERS` (exit code 1), with file and line of the published directory where it is known;
 * and what reading that directory throws.
 */
export async function requireAgreement(
  request: ReportRequest,
  rebuilt: RebuiltEpoch,
  published: string | undefined,
  progress: Progress,
): Promise<void> {
  const figures = compareRequest(request, rebuilt.report);
  const [first] = figures;
  if (first === undefined) return;
  const isOtherEpoch = first.figure === "epoch" || first.figure === "program";
  if (isOtherEpoch || published === undefined) throw figureDiffers(figures, rebuilt, !isOtherEpoch);
  const difference = await compareEpochs(rebuilt.directory, published, progress);
  throw difference === undefined
    ? differsFromBoth(first, rebuilt, published)
    : rowDiffers(difference, rebuilt, published);
}

function figureDiffers(
  [first, ...others]: FigureDifference[],
  { directory }: RebuiltEpoch,
  isSameEpoch: boolean,
): OpenDepinError {
  const { figure, requested, computed } = first ?? { figure: "", requested: "", computed: "" };
  const also = alsoDiffer(others.map((each) => each.figure));
  const where = isSameEpoch ? ". See where: add --published <directory of whoever asks>" : "";
  return differs(`${figure} is ${requested} in the request, but ${computed} in ${directory}${also}${where}`);
}

function alsoDiffer(figures: readonly string[]): string {
  if (figures.length === 0) return "";
  return `; ${figures.join(" and ")} ${figures.length === 1 ? "differs" : "differ"} too`;
}

function rowDiffers(
  { file, line, row, column, ours, theirs }: EpochDifference,
  { directory }: RebuiltEpoch,
  published: string,
): OpenDepinError {
  const what = column === undefined ? "it has" : `${row === undefined ? "" : `${row}: `}${column} is`;
  return differs(`${what} ${theirs}, but ${ours} in ${directory}`, join(published, file), line);
}

/** Whoever asks shows one thing and has another signed. */
function differsFromBoth(
  { figure, requested, computed }: FigureDifference,
  { directory }: RebuiltEpoch,
  published: string,
): OpenDepinError {
  return differs(
    `the data is that of ${directory}, which gives ${figure} ${computed}, but the request has ${requested}: it is not about this data`,
    published,
  );
}

function differs(reason: string, file?: string, line?: number): OpenDepinError {
  return new OpenDepinError("REPORT_DIFFERS", `${reason}. Nothing was signed`, {
    exitCode: EXIT.no,
    file,
    line,
  });
}
