import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { type Artifact, isDeployable } from "../artifacts";
import { code, document, generatedFrom, table } from "../markdown/elements";
import { firstSentence, type Page } from "../markdown/page";
import { contractPage, FOREIGN, sectionsOf } from "./contract-page";
import { describeContract, type DescribedContract, isOurs } from "./described-contract";
import { gapsOf } from "./gaps";
import { Links } from "./links";
import { SyntaxTrees } from "./syntax-tree";

/**
 * The reference of the contracts: a page for each that can be deployed and each interface that others implement, and
 * the list of all errors by selector.
 *
 * @throws Error naming what a comment leaves out
 */
export async function contractReference(
  hre: HardhatRuntimeEnvironment,
  published: readonly Artifact[],
): Promise<Page[]> {
  const contracts = await describeAll(
    hre,
    published.filter((artifact) => hasPage(artifact, published)),
  );
  const gaps = contracts.filter(({ source }) => isOurs(source)).flatMap(gapsOf);
  if (gaps.length > 0)
    throw new Error(`Comments of contracts leave out:\n  ${[...new Set(gaps)].join("\n  ")}`);

  const links = new Links();
  for (const contract of contracts) links.add(contract, sectionsOf(contract));
  const pages = contracts.map((contract) => ({
    file: `${contract.name}.md`,
    title: contract.name,
    summary: isOurs(contract.source) ? firstSentence(contract.doc.notice) : FOREIGN,
    text: contractPage(contract, links),
  }));
  return [...pages.sort((one, other) => (one.title < other.title ? -1 : 1)), errorsPage(contracts)];
}

/** An interface with one contract of its name is described on that contract's page. */
function hasPage(artifact: Artifact, published: readonly Artifact[]): boolean {
  if (isDeployable(artifact)) return true;
  const { contractName, sourceName } = artifact;
  const isImplemented = published.some((other) => `I${other.contractName}` === contractName);
  return sourceName.includes("/interfaces/") && !isImplemented;
}

async function describeAll(
  hre: HardhatRuntimeEnvironment,
  artifacts: readonly Artifact[],
): Promise<DescribedContract[]> {
  const builds = new Map<string, SyntaxTrees>();
  const described: DescribedContract[] = [];
  for (const artifact of artifacts) {
    const file = await buildFileOf(hre, artifact);
    const trees = builds.get(file) ?? readTrees(file);
    builds.set(file, trees);
    described.push(describeContract(artifact, trees));
  }
  // what a library has of its own to say is said by the contracts that use it
  return described.filter(({ kind }) => kind !== "library");
}

/** The file of the compilation that made an artifact: several megabytes, which several contracts share. */
async function buildFileOf({ artifacts }: HardhatRuntimeEnvironment, { sourceName, contractName }: Artifact) {
  const path = artifacts.formArtifactPathFromFullyQualifiedName(`${sourceName}:${contractName}`);
  const { buildInfo } = JSON.parse(await readFile(path.replace(/json$/, "dbg.json"), "utf8")) as {
    buildInfo: string;
  };
  return resolve(dirname(path), buildInfo);
}

function readTrees(file: string): SyntaxTrees {
  const { output } = JSON.parse(readFileSync(file, "utf8")) as {
    output: { sources: Record<string, { ast: unknown }> };
  };
  return new SyntaxTrees(output.sources);
}

/** What a wallet or a node shows of an error that it does not know is its selector. */
function errorsPage(contracts: readonly DescribedContract[]): Page {
  const found = new Map<string, { signature: string; contracts: string[] }>();
  for (const { name, items } of contracts) {
    for (const { kind, selector, signature } of items) {
      if (kind !== "error") continue;
      const entry = found.get(selector) ?? { signature, contracts: [] };
      entry.contracts.push(`[${name}](${name}.md)`);
      found.set(selector, entry);
    }
  }
  const rows = [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([selector, { signature, contracts: names }]) => [
      code(selector),
      code(signature),
      names.join(", "),
    ]);
  const title = "Errors by selector";
  const text = document([
    generatedFrom("the contracts"),
    `# ${title}`,
    "The first four bytes of what a failed call returns say which error it is.",
    table(["selector", "error", "contracts"], rows),
  ]);
  return { file: "errors.md", title, summary: "What four bytes of a failed call mean.", text };
}
