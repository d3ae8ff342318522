import { EXIT, OpenDepinError } from "../errors";
import type { SignedApproval } from "../rewards/report/approve-request";
import type { ReportRequest } from "../rewards/report/report-request";
import { JsonFields, MAX_UINT32 } from "./json-fields";

export const APPROVAL_FORMAT = "opendepin-report-approval";
const APPROVAL_VERSION = 1;

/** An approval as its file has it. */
export function approvalToJson(approval: SignedApproval): object {
  const { chainId, committee, configuration, digest, signer, signature } = approval;
  return {
    format: APPROVAL_FORMAT,
    version: APPROVAL_VERSION,
    chainId,
    committee,
    configuration,
    digest,
    signer,
    signature,
  };
}

/**
 * Reads an approval's JSON; checks its form, not its signature.
 *
 * @throws OpenDepinError `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`.
 */
export function approvalFromJson(content: unknown): SignedApproval {
  const fields = new JsonFields(content, "an approval of a report");
  fields.requireFormat(APPROVAL_FORMAT, APPROVAL_VERSION);
  return {
    chainId: fields.count("chainId"),
    committee: fields.address("committee"),
    configuration: fields.count("configuration", MAX_UINT32),
    digest: fields.hex("digest", 32),
    signer: fields.hex("signer"),
    signature: fields.hex("signature"),
  };
}

/** Fields that an approval has from its request. */
const REQUESTED = ["chainId", "committee", "configuration", "digest"] as const;

/**
 * Refuses an approval of another request.
 *
 * @throws OpenDepinError `APPROVAL_ELSEWHERE`.
 */
export function requireSameRequest(approval: SignedApproval, request: ReportRequest): void {
  const field = REQUESTED.find((name) => approval[name] !== request[name]);
  if (field === undefined) return;
  throw new OpenDepinError(
    "APPROVAL_ELSEWHERE",
    `it is for another request: its ${field} is ${approval[field]}, not ${request[field]}`,
    { exitCode: EXIT.no },
  );
}
