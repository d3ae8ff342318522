import { statSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import type { Project } from "./project";

/** Bundles a script of a project for browsers, minified: the bundle's name and its bytes. */
export async function bundle(
  { directory }: Project,
  script: string,
): Promise<{ file: string; bytes: number }> {
  const file = `${script}.bundle.mjs`;
  await build({
    absWorkingDir: directory,
    entryPoints: [script],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  return { file, bytes: statSync(join(directory, file)).size };
}
