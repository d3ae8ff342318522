import type { Project } from "./project";
import { succeed } from "./run";

const TYPESCRIPT = require.resolve("typescript/lib/tsc.js");

/** Compiles a project by its `tsconfig.json` and flags, with the repository's compiler; fails with what it says. */
export async function compile({ directory }: Project, ...flags: readonly string[]): Promise<void> {
  await succeed(process.execPath, [TYPESCRIPT, "--project", ".", ...flags], directory);
}
