import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { Artifact } from "./artifacts";
import { bindingsPage } from "./bindings-page";
import { commandPage } from "./command/command-page";
import { contractReference } from "./contracts/reference";
import { document, generatedFrom, table } from "./markdown/elements";
import type { Page } from "./markdown/page";
import { packageReference } from "./package/reference";

/** The whole API reference: its pages, by their paths in it. */
export async function reference(
  hre: HardhatRuntimeEnvironment,
  published: readonly Artifact[],
): Promise<ReadonlyMap<string, string>> {
  const contracts = await contractReference(hre, published);
  const entries = [...packageReference(), bindingsPage(published)];
  const command = commandPage();
  const pages = [...inFolder("contracts", contracts), ...inFolder("package", entries), command];
  const index = indexPage(inFolder("contracts", contracts), inFolder("package", entries), command);
  return new Map([...pages, index].map(({ file, text }) => [file, text]));
}

function inFolder(folder: string, pages: readonly Page[]): Page[] {
  return pages.map((page) => ({ ...page, file: `${folder}/${page.file}` }));
}

function indexPage(contracts: readonly Page[], entries: readonly Page[], command: Page): Page {
  const list = (head: string, pages: readonly Page[]) =>
    table(
      [head, ""],
      pages.map(({ title, file, summary }) => [`[${title}](${file})`, summary]),
    );
  const text = document([
    generatedFrom("contracts, sources and command line"),
    "# Reference",
    "Every function, event, error, type and option. The [guides](../README.md) say what they are for.",
    "## Contracts",
    list("contract", contracts),
    "## The package",
    list("entry point", entries),
    "## The command",
    list("", [command]),
  ]);
  return { file: "README.md", title: "Reference", summary: "", text };
}
