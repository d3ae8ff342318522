export {
  approvalTypedData,
  approvalTypes,
  type CommitteeDomain,
  hashApproval,
  type ReportApproval,
} from "./approval";
export { approveRequest, type SignedApproval } from "./approve-request";
export { chooseApprovals, type WeighedApproval } from "./choose-approvals";
export { committeeSignature, type MemberSignature } from "./committee-signature";
export { hashReport } from "./hash-report";
export { type ReportRequest, reportRequest } from "./report-request";
export { requestExpired } from "./request-expired";
export { signReport, type TypedDataSigner } from "./sign-report";
export { splitCommitteeSignature } from "./split-committee-signature";
export { type Report, type ReportDomain, reportTypedData, reportTypes } from "./typed-data";
