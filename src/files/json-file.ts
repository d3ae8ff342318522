import { readFile, writeFile } from "node:fs/promises";

import { OpenDepinError } from "../errors";
import { fileError } from "./file-error";

/**
 * Reads a small JSON file.
 *
 * @param parse Makes something of its content; what it throws gets the file's name.
 * @throws OpenDepinError `FILE_UNREADABLE`, `DOCUMENT_MALFORMED` when it is not JSON, and what `parse` throws.
 */
export async function readJsonFile<Document>(
  path: string,
  parse: (content: unknown) => Document,
): Promise<Document> {
  try {
    return parse(parseJson(await readFile(path, "utf8")));
  } catch (error) {
    throw error instanceof OpenDepinError ? error.at(path) : fileError(path, error);
  }
}

/**
 * Writes a new JSON file.
 *
 * @throws OpenDepinError `FILE_UNWRITABLE`, also when there is one of that name: none is ever replaced.
 */
export async function writeJsonFile(path: string, content: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(content, undefined, 2)}\n`, { flag: "wx" }).catch(
    (error: unknown) => {
      throw fileError(path, error, "write");
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OpenDepinError(
      "DOCUMENT_MALFORMED",
      `not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
