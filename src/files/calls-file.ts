import { readFile } from "node:fs/promises";

import JSON5 from "json5";

import { OpenDepinError } from "../errors";
import { fileError } from "./file-error";
import { JsonFields } from "./json-fields";

/** Calls that somebody wrote down to propose together. */
export interface CallsFile {
  title: string | undefined;
  description: string | undefined;
  calls: WrittenCall[];
}

export interface WrittenCall {
  /** `<Contract>.<function>` */
  call: string;
  /** Arguments in a list, or by their names in an object. */
  args: unknown;
}

/**
 * Reads a JSON5 file of calls.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`, `DOCUMENT_MALFORMED`.
 */
export async function readCallsFile(path: string): Promise<CallsFile> {
  try {
    return callsOf(parseJson5(await readFile(path, "utf8")));
  } catch (error) {
    throw error instanceof OpenDepinError ? error.at(path) : fileError(path, error);
  }
}

const NAME = "a file of calls";

function callsOf(document: unknown): CallsFile {
  const fields = new JsonFields(document, NAME);
  const calls = fields.list("calls").map((entry, index) => {
    const call = new JsonFields(entry, NAME, `calls[${index}].`);
    return { call: call.string("call"), args: (entry as { args?: unknown }).args ?? [] };
  });
  if (calls.length === 0) throw new OpenDepinError("DOCUMENT_MALFORMED", `not ${NAME}: calls is empty`);
  const text = (field: string) => fields.optional(field, (name) => fields.string(name));
  return { title: text("title"), description: text("description"), calls };
}

function parseJson5(text: string): unknown {
  try {
    return JSON5.parse(text);
  } catch (error) {
    throw new OpenDepinError(
      "DOCUMENT_MALFORMED",
      `not JSON5: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
