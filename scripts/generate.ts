/**
 * Generates what is derived and committed: from the contracts `typechain-types/` (ethers 6 bindings of our own),
 * `src/typechain/` (the part of them that is published: no mocks) and `src/abi/` (ABIs `as const`, for viem and wagmi); from
 * the role table `docs/ROLES.md`; from all of it, deployed and seeded, the recorded devnet (`src/devnet/bake/devnet.bake`).
 *
 *   npm run generate             writes them
 *   npm run generate -- --check  writes nothing; exit code 1 if the committed files differ from what would be written
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { spawnSync } from "node:child_process";
import { dirname, join, relative, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";

import hre from "hardhat";
import { format } from "prettier";
import { runTypeChain } from "typechain";

import { type Artifact, isMock, ownArtifacts } from "./generate/artifacts";
import { rolesDocument } from "./generate/roles-document";

const root = resolve(__dirname, "..");
const ROLES = "docs/ROLES.md";
const BAKE = "src/devnet/bake/devnet.bake";
const outputs = ["typechain-types", "src/typechain", "src/abi", ROLES, BAKE] as const;

async function main(): Promise<number> {
  await hre.run("compile", { quiet: true });
  const artifacts = await ownArtifacts(hre);

  if (!process.argv.includes("--check")) {
    for (const output of outputs) rmSync(join(root, output), { recursive: true, force: true });
    await writeAll(artifacts, root);
    console.log(`Generated ${outputs.join(", ")} from ${artifacts.length.toString()} contracts.`);
    return 0;
  }

  const fresh = mkdtempSync(join(tmpdir(), "opendepin-generate-"));
  try {
    await writeAll(artifacts, fresh);
    const stale = outputs.flatMap((output) => differences(join(fresh, output), join(root, output)));
    for (const file of stale) console.error(`stale: ${file}. Run: npm run generate`);
    return stale.length === 0 ? 0 : 1;
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

async function writeAll(artifacts: Artifact[], directory: string): Promise<void> {
  const published = artifacts.filter((artifact) => !isMock(artifact) && artifact.abi.length > 0);
  await writeTypechain(artifacts, join(directory, "typechain-types"));
  writeTypechainEntry(published, join(directory, "src/typechain"));
  await writeAbis(published, join(directory, "src/abi"));
  await writeRoles(join(directory, ROLES));
  writeBake(join(directory, BAKE));
}

async function writeTypechain(artifacts: Artifact[], outDir: string): Promise<void> {
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

function writeTypechainEntry(published: Artifact[], outDir: string): void {
  mkdirSync(outDir, { recursive: true });
  const lines = published.map(
    ({ contractName: name }) => `export { type ${name}, ${name}__factory } from "../../typechain-types";`,
  );
  writeFileSync(join(outDir, "index.ts"), `${lines.join("\n")}\n`);
}

async function writeAbis(published: Artifact[], outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  for (const { contractName, abi } of published) {
    const source = `export const ${constantName(contractName)} = ${JSON.stringify(abi)} as const;\n`;
    writeFileSync(join(outDir, `${contractName}.ts`), await formatted(source));
  }
  const index = published.map(
    ({ contractName }) => `export { ${constantName(contractName)} } from "./${contractName}";`,
  );
  writeFileSync(join(outDir, "index.ts"), `${index.join("\n")}\n`);
}

async function writeRoles(file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await formatted(rolesDocument(), "markdown"));
}

/** In a process of its own: it connects Hardhat to another chain, and loads the bindings that were written just now. */
function writeBake(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const tsx = ["--import", require.resolve("tsx")];
  const ran = spawnSync(process.execPath, [...tsx, join(root, "scripts/bake-devnet.ts"), file], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (ran.status !== 0) throw new Error("the devnet could not be recorded");
}

/** `RewardToken` becomes `rewardTokenAbi`, `IRewardToken` becomes `iRewardTokenAbi`. */
function constantName(contractName: string): string {
  return `${contractName.charAt(0).toLowerCase()}${contractName.slice(1)}Abi`;
}

function formatted(source: string, parser: "typescript" | "markdown" = "typescript"): Promise<string> {
  return format(source, { parser, printWidth: 110 });
}

/** Files that differ, are missing or are too many in `actual`, named relative to the repository. */
function differences(expected: string, actual: string): string[] {
  const paths = new Set([...filesBelow(expected), ...filesBelow(actual)]);
  return [...paths]
    .filter((path) => contentOf(join(expected, path)) !== contentOf(join(actual, path)))
    .map((path) => relative(root, join(actual, path)))
    .sort();
}

/** Files in a directory, relative to it; a file is below itself. */
function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  if (statSync(directory).isFile()) return [""];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

function contentOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  // Versions of Node compress alike, but not to the same bytes.
  return (path.endsWith(".bake") ? brotliDecompressSync(content) : content).toString();
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
