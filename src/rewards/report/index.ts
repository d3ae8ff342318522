export { hashReport } from "./hash-report";
export { signReport, type TypedDataSigner } from "./sign-report";
export { type Report, type ReportDomain, reportTypedData, reportTypes } from "./typed-data";
