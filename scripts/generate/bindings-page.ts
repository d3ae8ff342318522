import type { Artifact } from "./artifacts";
import { abiName } from "./bindings";
import { code, codeBlock, document, generatedFrom, table } from "./markdown/elements";
import type { Page } from "./markdown/page";

/** The page of the entry points that are generated from the contracts: `opendepin/abi` and `opendepin/typechain`. */
export function bindingsPage(published: readonly Artifact[]): Page {
  const title = "opendepin/abi and opendepin/typechain";
  const rows = published.map(({ contractName }) => [
    code(contractName),
    code(abiName(contractName)),
    code(`${contractName}__factory`),
  ]);
  const text = document([
    generatedFrom("the contracts"),
    `# ${title}`,
    "`opendepin/abi` has the ABI of every contract and interface as a constant, so that viem and wagmi know names and types. `opendepin/typechain` has ethers 6 factories and types; ethers is a peer dependency, which nothing else needs.",
    codeBlock("ts", EXAMPLE),
    "An interface is what to build against; a contract also has what it inherits, as its errors.",
    table(["contract", "opendepin/abi", "opendepin/typechain"], rows),
  ]);
  return { file: "bindings.md", title, summary: "ABIs for viem and wagmi, factories for ethers.", text };
}

const EXAMPLE = `import { rewardDistributorAbi } from "opendepin/abi";
import { RewardDistributor__factory } from "opendepin/typechain";`;
