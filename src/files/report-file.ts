import type { Report } from "../rewards/report";
import { JsonFields, MAX_UINT128, MAX_UINT32, MAX_UINT40 } from "./json-fields";
import { readJsonFile } from "./json-file";

/**
 * Reads the report from a JSON document that has it whole: as `report`, such as the request that reporters sign or what
 * `opendepin epoch propose --json` prints, or as the document itself.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`, `DOCUMENT_MALFORMED`.
 */
export function readReportFile(path: string): Promise<Report> {
  return readJsonFile(path, (content) => {
    const inner = (content as { report?: unknown } | null)?.report;
    return reportFromJson(inner ?? content);
  });
}

function reportFromJson(content: unknown): Report {
  const fields = new JsonFields(content, "a report");
  return {
    program: fields.count("program", MAX_UINT32),
    epoch: fields.count("epoch", MAX_UINT32),
    nonce: fields.count("nonce", MAX_UINT32),
    deadline: fields.count("deadline", MAX_UINT40),
    root: fields.hex("root", 32),
    total: fields.amount("total", MAX_UINT128),
    dataHash: fields.hex("dataHash", 32),
    dataURI: fields.string("dataURI"),
  };
}
