import { digestOf } from "../../eip712/digest-of";
import type { Hex } from "../../hex";
import { type Report, type ReportDomain, reportTypedData } from "./typed-data";

/**
 * The digest that the reporter signs, equal to `RewardDistributor.hashReport`.
 *
 * @throws OpenDepinError `TYPED_DATA_INVALID` naming the field of the report that is not of its type
 */
export function hashReport(report: Report, domain: ReportDomain): Hex {
  return digestOf(reportTypedData(report, domain));
}
