import { access } from "node:fs/promises";
import { join } from "node:path";

import { OpenDepinError } from "../errors";
import type { Finding } from "../watch/verdict";
import { compareRows } from "./compare-rows";
import { inputFile, type InputName } from "./epoch-inputs";
import type { TableColumns } from "./keyed-table";
import type { Progress } from "./progress";

/** What the rows of an input say; those of the registry's extract are compared with the chain instead. */
const COLUMNS: Record<Exclude<InputName, "devices">, TableColumns> = {
  contributions: { key: "device", values: ["units", "payee"] },
  corrections: { key: "account", values: ["delta"] },
  payees: { key: "device", values: ["payee"] },
  payouts: { key: "account", values: ["amount"] },
};

type OwnInputName = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as OwnInputName[];

export interface OwnInputs {
  /** Directory of the watcher's own: `epoch-<n>.csv` has contributions, `epoch-<n>.<input>.csv` another input. */
  directory: string;
  epoch: number;
}

/**
 * Compares the inputs in a published epoch's directory with the watcher's own: they say what nobody can recompute.
 *
 * @param names Inputs that the epoch was made from.
 * @returns The first row that differs.
 * @throws OpenDepinError `OWN_INPUT_MISSING` when the watcher does not have an input that was published; and what
 * reading throws.
 */
export async function compareOwnInputs(
  published: string,
  names: readonly InputName[],
  own: OwnInputs,
  progress: Progress,
): Promise<Finding | undefined> {
  for (const name of NAMES) {
    const path = ownPath(name, own);
    const isPublished = names.includes(name);
    if (!(await exists(path))) {
      if (isPublished) throw missing(path, name);
      continue;
    }
    const file = inputFile(name);
    if (!isPublished) return leftOut(file, path);
    const finding = await compareRows(
      { own: path, published: join(published, file), file },
      COLUMNS[name],
      progress,
    );
    if (finding !== undefined) return finding;
  }
  return undefined;
}

/** Whether a file is one of the watcher's own, by the name that an error gives it. */
export function isOwnInput(file: string | undefined, own: OwnInputs): boolean {
  return NAMES.some((name) => ownPath(name, own) === file);
}

function ownPath(name: OwnInputName, { directory, epoch }: OwnInputs): string {
  return join(directory, name === "contributions" ? `epoch-${epoch}.csv` : `epoch-${epoch}.${name}.csv`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function leftOut(file: string, own: string): Finding {
  return {
    file,
    line: undefined,
    subject: undefined,
    figure: undefined,
    expected: `the rows of ${own}`,
    found: "no such file",
  };
}

function missing(path: string, name: OwnInputName): OpenDepinError {
  return new OpenDepinError(
    "OWN_INPUT_MISSING",
    `there is no such file, with which to compare the ${name} that were published; put the network's own there`,
    { file: path },
  );
}
