import { realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { OpenDepinError } from "../errors";
import type { Hex } from "../hex";
import { quote } from "../rewards/epoch/parse";
import type { PreviousEpoch } from "../rewards/epoch/report";
import { readReport } from "./epoch-directory";

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * The directory of an epoch's published data: the one that the report names, if it is a path below `data` or a file URL,
 * else `epoch-<n>` in `data`.
 *
 * @param data Where the watcher keeps what is published.
 * @param dataURI What the report says: by whoever signed it.
 * @throws OpenDepinError `DATA_MISSING`, which says where it has to be.
 */
export async function findPublishedEpoch(data: string, epoch: number, dataURI: string): Promise<string> {
  const usual = epochDirectory(data, epoch);
  const named = await namedDirectory(data, dataURI);
  for (const directory of [named, usual]) {
    if (directory !== undefined && (await isDirectory(directory))) return directory;
  }
  const source =
    dataURI === "" ? "the report does not say where it is" : `mirror ${quote(dataURI)} there first`;
  throw new OpenDepinError("DATA_MISSING", `there is no directory ${named ?? usual}: ${source}`);
}

/**
 * The directory of the epoch before, as it was finalised: a report's own path may lead elsewhere in a mirror.
 *
 * @param root Of the last epoch that was final then.
 * @returns Undefined when none of the usual places has it.
 */
export async function findPreviousEpoch(
  data: string,
  directory: string,
  previous: PreviousEpoch,
  root: Hex,
): Promise<string | undefined> {
  for (const place of [join(directory, previous.path), epochDirectory(data, Number(previous.epoch))]) {
    const report = await readReport(place).catch(() => undefined);
    if (report?.root === root) return place;
  }
  return undefined;
}

function epochDirectory(data: string, epoch: number): string {
  return join(data, `epoch-${epoch}`);
}

async function namedDirectory(data: string, dataURI: string): Promise<string | undefined> {
  if (dataURI === "") return undefined;
  if (!SCHEME.test(dataURI)) return below(data, dataURI);
  try {
    return fileURLToPath(dataURI);
  } catch {
    return undefined;
  }
}

/** A path that really is in a directory; nothing that a link or `..` leads out of it. */
async function below(data: string, path: string): Promise<string | undefined> {
  const target = resolve(data, path);
  const isInside = (from: string, to: string): boolean => {
    const way = relative(from, to);
    return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && resolve(from, way) === to;
  };
  if (!isInside(resolve(data), target)) return undefined;
  const [from, to] = await Promise.all([realpath(data), realpath(target)]).catch(() => [undefined]);
  return from === undefined || to === undefined || isInside(from, to) ? target : undefined;
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
