import type { Address, Hex } from "../../hex";
import { hashReport } from "./hash-report";
import type { Report } from "./typed-data";

/** A report that the members of a committee are asked to sign, and where their approvals count. */
export interface ReportRequest {
  chainId: number;
  distributor: Address;
  /** The ReporterCommittee that is the distributor's reporter. */
  committee: Address;
  /** The committee's `configuration()`: once it changes, the members are to be asked anew. */
  configuration: number;
  report: Report;
  /** `hashReport` of the report: follows from the fields above, and names the request. */
  digest: Hex;
}

/** A request for what it is to state; adds the digest. */
export function reportRequest(terms: Omit<ReportRequest, "digest">): ReportRequest {
  return { ...terms, digest: hashReport(terms.report, terms) };
}
