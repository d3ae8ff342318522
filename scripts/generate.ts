/**
 * Generates what is derived and committed: from the contracts `typechain-types/` (ethers 6 bindings of our own),
 * `src/typechain/` (the part of them that is published: no mocks) and `src/abi/` (ABIs `as const`, for viem and wagmi); from
 * the role table `docs/ROLES.md`; from the comments of contracts and sources, and from the command line, `docs/reference/`;
 * from all of it, deployed and seeded, the recorded devnet (`src/devnet/bake/devnet.bake`).
 *
 *   npm run generate             writes them
 *   npm run generate -- --check  writes nothing; exit code 1 if the committed files differ from what would be written
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import hre from "hardhat";

import { type Artifact, isMock, ownArtifacts } from "./generate/artifacts";
import { writeAbis, writeTypechain, writeTypechainEntry } from "./generate/bindings";
import { differences } from "./generate/differences";
import { formatted } from "./generate/formatted";
import { recordDevnet } from "./generate/record-devnet";
import { reference } from "./generate/reference";
import { rolesDocument } from "./generate/roles-document";

const root = resolve(__dirname, "..");
const ROLES = "docs/ROLES.md";
const REFERENCE = "docs/reference";
const BAKE = "src/devnet/bake/devnet.bake";
/** In this order: the devnet is recorded with the bindings that are in place by then. */
const outputs = ["typechain-types", "src/typechain", "src/abi", ROLES, REFERENCE, BAKE] as const;

async function main(): Promise<number> {
  await hre.run("compile", { quiet: true });
  const artifacts = await ownArtifacts(hre);

  // nothing of the repository changes before all of it is written
  const fresh = mkdtempSync(join(tmpdir(), "opendepin-generate-"));
  try {
    await writeAll(artifacts, fresh);
    return process.argv.includes("--check") ? check(fresh) : replace(fresh, artifacts.length);
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

function check(fresh: string): number {
  recordDevnet(root, join(fresh, BAKE));
  const stale = outputs.flatMap((output) =>
    differences(join(fresh, output), join(root, output)).map((path) => join(output, path)),
  );
  for (const file of stale) console.error(`stale: ${file}. Run: npm run generate`);
  return stale.length === 0 ? 0 : 1;
}

function replace(fresh: string, contracts: number): number {
  for (const output of outputs) {
    if (output === BAKE) recordDevnet(root, join(fresh, BAKE));
    rmSync(join(root, output), { recursive: true, force: true });
    cpSync(join(fresh, output), join(root, output), { recursive: true });
  }
  console.log(`Generated ${outputs.join(", ")} from ${contracts.toString()} contracts.`);
  return 0;
}

async function writeAll(artifacts: readonly Artifact[], directory: string): Promise<void> {
  const published = artifacts.filter((artifact) => !isMock(artifact) && artifact.abi.length > 0);
  await writeTypechain(artifacts, root, join(directory, "typechain-types"));
  writeTypechainEntry(published, join(directory, "src/typechain"));
  await writeAbis(published, join(directory, "src/abi"));
  await writeDocument(join(directory, ROLES), rolesDocument());
  for (const [path, text] of await reference(hre, published)) {
    await writeDocument(join(directory, REFERENCE, path), text);
  }
}

async function writeDocument(file: string, text: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await formatted(text, "markdown"));
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
