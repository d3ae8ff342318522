import { EXIT, OpenDepinError } from "../../errors";
import { formatTime } from "../../format-time";
import type { ReportRequest } from "./report-request";

/**
 * Says that a request is of no use any more.
 *
 * @param now Seconds since 1970, by the clock of the chain where it is known.
 * @returns An error `REQUEST_EXPIRED`; undefined while the report may be proposed.
 */
export function requestExpired(
  { report: { deadline } }: ReportRequest,
  now: number,
): OpenDepinError | undefined {
  if (now <= deadline) return undefined;
  return new OpenDepinError(
    "REQUEST_EXPIRED",
    `the request was valid until ${formatTime(deadline)}, and it is ${formatTime(now)}; make it anew, and have it signed anew`,
    { exitCode: EXIT.no },
  );
}
