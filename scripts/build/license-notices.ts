import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "esbuild";

interface Package {
  name: string;
  version: string;
  license: string;
}

/** Writes the licences of the packages that a bundle contains, which ask for being passed on with every copy. */
export function licenseNotices(file: string): Plugin {
  return {
    name: "license-notices",
    setup: (build) => {
      build.onEnd(({ metafile }) => {
        const directories = Object.keys(metafile?.inputs ?? {}).flatMap(packageDirectory);
        writeFileSync(file, [...new Set(directories)].sort().map(notice).join("\n"));
      });
    },
  };
}

/** The folder of the package that a bundled file belongs to, if it is of a package. */
function packageDirectory(input: string): string[] {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.slice(0, 1) ?? [];
}

function notice(directory: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(directory, "package.json"), "utf8"),
  ) as Package;
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${directory} is bundled, but holds no licence to pass on`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(directory, file), "utf8").trim()}\n`;
}
