/**
 * Builds what `npm pack` publishes into `dist/`: the library, the command, the recorded devnet, and the artifacts of our
 * contracts.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import hre from "hardhat";
import { build } from "tsup";

import { BAKE_FILE } from "../src/devnet/bake/bake-file";

const dist = resolve(__dirname, "../dist");

async function main(): Promise<void> {
  await hre.run("compile", { quiet: true });
  rmSync(dist, { recursive: true, force: true });
  await build({ silent: true });
  copyFileSync(BAKE_FILE, join(dist, basename(BAKE_FILE)));
  await writeArtifacts();
}

/** ABI and bytecode, for tools that deploy or verify without Hardhat. */
async function writeArtifacts(): Promise<void> {
  const names = (await hre.artifacts.getAllFullyQualifiedNames()).filter((name) =>
    /^contracts\/(?!mocks\/)|\/AccessManager\.sol:/.test(name),
  );
  mkdirSync(join(dist, "artifacts"), { recursive: true });
  for (const name of names) {
    const { contractName, sourceName, abi, bytecode, deployedBytecode } =
      await hre.artifacts.readArtifact(name);
    if (abi.length === 0) continue;
    const artifact = { contractName, sourceName, abi, bytecode, deployedBytecode };
    writeFileSync(
      join(dist, "artifacts", `${contractName}.json`),
      `${JSON.stringify(artifact, undefined, 2)}\n`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
