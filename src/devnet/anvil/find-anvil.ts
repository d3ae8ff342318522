import { createRequire } from "node:module";
import { join } from "node:path";

import { OpenDepinError } from "../../errors";

/** The version that the devnet's chain was recorded with. */
export const ANVIL_VERSION = "1.7.1";

const PACKAGE = "@foundry-rs/anvil";
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * The program itself: the launcher of the npm package always exits with 0.
 *
 * It is looked for beside this package and in the folder that the process runs in.
 *
 * @throws OpenDepinError `ANVIL_MISSING`.
 */
export function findAnvil(from: readonly string[] = [__dirname, process.cwd()]): string {
  const platform = `${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  const program = join(`${PACKAGE}-${platform}`, "bin", process.platform === "win32" ? "anvil.exe" : "anvil");
  const launcher = firstOf(from, (directory) => resolveFrom(directory, `${PACKAGE}/package.json`));
  if (launcher === undefined) {
    throw missing(
      `the devnet runs on anvil, which is not installed; npm install --save-dev ${PACKAGE}@${ANVIL_VERSION}`,
    );
  }
  const found = resolveFrom(launcher, program);
  if (found !== undefined) return found;
  throw missing(
    `${PACKAGE} is installed without its program for ${platform}; install it again with its optional packages: ` +
      `npm install --include=optional --save-dev ${PACKAGE}@${ANVIL_VERSION}`,
  );
}

function firstOf(
  from: readonly string[],
  find: (directory: string) => string | undefined,
): string | undefined {
  for (const directory of from) {
    const found = find(join(directory, "anywhere.js"));
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolveFrom(file: string, request: string): string | undefined {
  try {
    return createRequire(file).resolve(request);
  } catch {
    return undefined;
  }
}

function missing(reason: string): OpenDepinError {
  return new OpenDepinError("ANVIL_MISSING", reason);
}
