import { dirname } from "node:path";

import { OpenDepinError } from "../errors";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EEXIST: "it exists already; name a new one",
  EISDIR: "it is a directory; name a file",
  ENOTDIR: "a part of the path is not a directory",
  EACCES: "it may not be read; check its permissions",
  ENOSPC: "there is no space left on the disk",
};

const UNWRITABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS"]);

/**
 * A system error about a file as a line for its reader; every other error as it is.
 *
 * @param access What was tried: the code is `FILE_UNREADABLE` or `FILE_UNWRITABLE`.
 */
export function fileError(path: string, error: unknown, access: "read" | "write" = "read"): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string") return error;
  const reason = (access === "write" ? writingReason(path, code) : undefined) ?? REASONS[code];
  if (reason === undefined) return error;
  const name = access === "write" ? "FILE_UNWRITABLE" : "FILE_UNREADABLE";
  return new OpenDepinError(name, reason, { file: path, cause: error });
}

function writingReason(path: string, code: string): string | undefined {
  if (code === "ENOENT") return `there is no directory ${dirname(path)}`;
  return UNWRITABLE.has(code) ? "it may not be written; check its permissions" : undefined;
}
