import { EXIT, OpenDepinError } from "../errors";
import type { Hex } from "../hex";
import type { Report } from "../rewards/report";
import { type ReportRequest, reportRequest } from "../rewards/report/report-request";
import { JsonFields, MAX_UINT128, MAX_UINT32, MAX_UINT40 } from "./json-fields";

export const REQUEST_FORMAT = "opendepin-report-request";
const REQUEST_VERSION = 1;
const WORD_BYTES = 32;
/** Half a character: JSON can carry it, UTF-8 and so the report cannot. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A request as its file has it: of one request, always the same text. */
export function requestToJson(request: ReportRequest): object {
  const { chainId, distributor, committee, configuration, report, digest } = request;
  const { program, epoch, nonce, deadline, root, total, dataHash, dataURI } = report;
  return {
    format: REQUEST_FORMAT,
    version: REQUEST_VERSION,
    chainId,
    distributor,
    committee,
    configuration,
    report: { program, epoch, nonce, deadline, root, total: total.toString(), dataHash, dataURI },
    digest,
  };
}

/**
 * Reads a request's JSON, and checks that its digest is that of its fields.
 *
 * @throws OpenDepinError `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`, `DIGEST_DIFFERS`.
 */
export function requestFromJson(content: unknown): ReportRequest {
  const fields = new JsonFields(content, "a request to sign a report");
  fields.requireFormat(REQUEST_FORMAT, REQUEST_VERSION);
  const request = reportRequest({
    chainId: fields.count("chainId"),
    distributor: fields.address("distributor"),
    committee: fields.address("committee"),
    configuration: fields.count("configuration", MAX_UINT32),
    report: reportFromJson(fields.object("report")),
  });
  requireDigest(request, fields.hex("digest", WORD_BYTES));
  return request;
}

function reportFromJson(fields: JsonFields): Report {
  const dataURI = fields.string("dataURI");
  if (LONE_SURROGATE.test(dataURI)) {
    throw new OpenDepinError(
      "DOCUMENT_MALFORMED",
      "not a request to sign a report: report.dataURI is not Unicode text",
    );
  }
  return {
    program: fields.count("program", MAX_UINT32),
    epoch: fields.count("epoch", MAX_UINT32),
    nonce: fields.count("nonce", MAX_UINT32),
    deadline: fields.count("deadline", MAX_UINT40),
    root: fields.hex("root", WORD_BYTES),
    total: fields.amount("total", MAX_UINT128),
    dataHash: fields.hex("dataHash", WORD_BYTES),
    dataURI,
  };
}

function requireDigest({ digest }: ReportRequest, stated: Hex): void {
  if (stated === digest) return;
  throw new OpenDepinError(
    "DIGEST_DIFFERS",
    `the request states digest ${stated}, but its fields give ${digest}: somebody changed it; get it anew from whoever made it`,
    { exitCode: EXIT.no },
  );
}
