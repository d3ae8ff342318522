import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { OpenDepinError } from "../errors";
import { fileError } from "./file-error";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Makes a directory that is there either completely or not at all.
 *
 * It is filled under a temporary name beside its place and renamed at the end; when filling fails, nothing remains.
 *
 * @param out The directory; must not exist, or be empty.
 * @param fill Writes the files into the directory whose path it is given.
 * @throws OpenDepinError `OUT_NOT_EMPTY` before anything is done, `FILE_UNWRITABLE`, and whatever `fill` throws.
 */
export async function writeDirectoryAtomically<T>(
  out: string,
  fill: (directory: string) => Promise<T>,
): Promise<T> {
  await requireFree(out);
  const target = resolve(out);
  const parent = dirname(target);
  const unwritable = (error: unknown): never => {
    throw fileError(out, error, "write");
  };
  const firstCreated = await mkdir(parent, { recursive: true }).catch(unwritable);
  const temporary = join(parent, `.${basename(target)}.${randomBytes(6).toString("hex")}.partial`);
  const stopCleaning = removeWhenKilled(temporary);
  try {
    await mkdir(temporary).catch(unwritable);
    const result = await fill(temporary);
    await rmdir(target).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") unwritable(error);
    });
    await rename(temporary, target).catch(unwritable);
    return result;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (firstCreated !== undefined) await removeEmptyUpTo(parent, firstCreated);
    throw error;
  } finally {
    stopCleaning();
  }
}

async function requireFree(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw codeOf(error) === "ENOTDIR"
      ? notFree(out, "it is a file; name a directory")
      : fileError(out, error, "write");
  });
  if (entries.length > 0) throw notFree(out, "the directory is not empty; name a new one");
}

function notFree(out: string, reason: string): OpenDepinError {
  return new OpenDepinError("OUT_NOT_EMPTY", reason, { file: out });
}

/** A signal ends the process at once, without the clean-up of a failure. */
function removeWhenKilled(temporary: string): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    rmSync(temporary, { recursive: true, force: true });
    stop();
    process.kill(process.pid, signal);
  };
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stop;
}

async function removeEmptyUpTo(directory: string, last: string): Promise<void> {
  try {
    for (let at = directory; ; at = dirname(at)) {
      await rmdir(at);
      if (at === last) return;
    }
  } catch {
    // Somebody else put something there meanwhile: it stays.
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
