import { readFile } from "node:fs/promises";

import { getBytes, hexlify, keccak256 } from "ethers";
import type { BuildInfo, HardhatRuntimeEnvironment } from "hardhat/types";

import { curveOf } from "./curve";
import { type Fact, Subject } from "./fact";
import { contractsOf, type ExpectedNetwork } from "./network";

interface Span {
  start: number;
  length: number;
}

/** Whether every contract has the code that this repository compiles; immutables are left out, whose values differ. */
export async function codeFacts(network: ExpectedNetwork): Promise<Fact[]> {
  const { hre, provider } = network;
  const builds = await buildsOf(hre);
  const facts = [...contractsOf(network), await curveOf(network)].map(async ({ name, artifact, address }) => {
    const { code, immutables } = await compiledCode(hre, artifact, builds);
    const found = provider.getCode(address).then((text) => hashWithout(immutables, text));
    return new Subject(`${name} ${address}`).fact("hash of the code", hashWithout(immutables, code), found);
  });
  return Promise.all(facts);
}

interface CompiledCode {
  code: string;
  immutables: readonly Span[];
}

/** The compiler's answers, of many megabytes: each is read once. */
async function buildsOf(hre: HardhatRuntimeEnvironment): Promise<BuildInfo[]> {
  const paths = await hre.artifacts.getBuildInfoPaths();
  return Promise.all(paths.map(async (path) => JSON.parse(await readFile(path, "utf8")) as BuildInfo));
}

async function compiledCode(
  hre: HardhatRuntimeEnvironment,
  contract: string,
  builds: readonly BuildInfo[],
): Promise<CompiledCode> {
  const { sourceName, contractName, deployedBytecode: code } = await hre.artifacts.readArtifact(contract);
  const compiled = builds
    .map(({ output }) => output.contracts[sourceName]?.[contractName]?.evm.deployedBytecode)
    .find((candidate) => candidate !== undefined && `0x${candidate.object}` === code);
  if (compiled === undefined)
    throw new Error(`the compiler's answer about ${contract} is not kept: compile anew`);
  return { code, immutables: Object.values(compiled.immutableReferences ?? {}).flat() };
}

/** Code of another length may end before an immutable does. */
function hashWithout(immutables: readonly Span[], code: string): string {
  const bytes = getBytes(code);
  for (const { start, length } of immutables) bytes.fill(0, start, start + length);
  return keccak256(hexlify(bytes));
}
