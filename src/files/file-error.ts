import { OpenDepinError } from "../errors";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EEXIST: "it exists already; name a new one",
  EISDIR: "it is a directory; name a file",
  ENOTDIR: "a part of the path is not a directory",
  EACCES: "it may not be read; check its permissions",
  ENOSPC: "there is no space left on the disk",
};

/** A system error about a file as a line for its reader; every other error as it is. */
export function fileError(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reason = typeof code === "string" ? REASONS[code] : undefined;
  return reason === undefined
    ? error
    : new OpenDepinError("FILE_UNREADABLE", reason, { file: path, cause: error });
}
