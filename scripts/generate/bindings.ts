import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import hre from "hardhat";
import { runTypeChain } from "typechain";

import type { Artifact } from "./artifacts";
import { formatted } from "./formatted";

/** Writes the ethers bindings of our own contracts, mocks included: tests use these. */
export async function writeTypechain(
  artifacts: readonly Artifact[],
  root: string,
  outDir: string,
): Promise<void> {
  const files = artifacts.map(({ sourceName, contractName }) =>
    join(hre.config.paths.artifacts, sourceName, `${contractName}.json`),
  );
  await runTypeChain({
    cwd: root,
    filesToProcess: files,
    allFiles: files,
    outDir,
    target: "ethers-v6",
    flags: {
      alwaysGenerateOverloads: false,
      discriminateTypes: false,
      tsNocheck: false,
      environment: "hardhat",
      node16Modules: true,
    },
  });
}

/** Writes the entry point with the part of the bindings that is published. */
export function writeTypechainEntry(published: readonly Artifact[], outDir: string): void {
  mkdirSync(outDir, { recursive: true });
  const lines = published.map(
    ({ contractName: name }) => `export { type ${name}, ${name}__factory } from "../../typechain-types";`,
  );
  writeFileSync(join(outDir, "index.ts"), `${lines.join("\n")}\n`);
}

/** Writes the constant ABIs. */
export async function writeAbis(published: readonly Artifact[], outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  for (const { contractName, abi } of published) {
    const source = `export const ${abiName(contractName)} = ${JSON.stringify(abi)} as const;\n`;
    writeFileSync(join(outDir, `${contractName}.ts`), await formatted(source, "typescript"));
  }
  const index = published.map(
    ({ contractName }) => `export { ${abiName(contractName)} } from "./${contractName}";`,
  );
  writeFileSync(join(outDir, "index.ts"), `${index.join("\n")}\n`);
}

/** `RewardToken` becomes `rewardTokenAbi`, `IRewardToken` becomes `iRewardTokenAbi`. */
export function abiName(contractName: string): string {
  return `${contractName.charAt(0).toLowerCase()}${contractName.slice(1)}Abi`;
}
