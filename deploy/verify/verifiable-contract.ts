import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { BuildInfo, HardhatRuntimeEnvironment } from "hardhat/types";

import { curveOf } from "../status/curve";
import { contractsOf, type ExpectedNetwork } from "../status/network";
import { constructorArgumentsOf } from "./constructor-arguments";

/** All that an explorer needs to compile a contract again and find the same code. */
export interface VerifiableContract {
  /** What a person calls it. */
  name: string;
  address: string;
  /** Its name among the sources: `contracts/token/RewardToken.sol:RewardToken`. */
  qualifiedName: string;
  /** `v0.8.30+commit.73712a01`. */
  compilerVersion: string;
  /** The compiler's standard input, in JSON, whole: with fewer sources the compiler may order what it writes otherwise. */
  input: string;
  /** Encoded, without `0x`; undefined if the contract is not of this repository's deployment. */
  constructorArguments: string | undefined;
}

/** The contracts of a network, with their sources. */
export async function verifiableContracts(network: ExpectedNetwork): Promise<VerifiableContract[]> {
  const { hre, provider } = network;
  const sourceOf = compiledSources(hre);
  return Promise.all(
    [...contractsOf(network), await curveOf(network)].map(async ({ name, artifact, address }) => {
      const { bytecode, ...source } = await sourceOf(artifact);
      const constructorArguments = await constructorArgumentsOf(address, bytecode, provider);
      return { name, address, ...source, constructorArguments };
    }),
  );
}

type Source = Omit<VerifiableContract, "name" | "address" | "constructorArguments"> & { bytecode: string };

/** Reads each of the compiler's inputs once: they are of megabytes. */
function compiledSources(hre: HardhatRuntimeEnvironment): (artifact: string) => Promise<Source> {
  const inputs = new Map<string, Promise<Pick<Source, "compilerVersion" | "input">>>();
  return async (artifact) => {
    const { sourceName, contractName, bytecode } = await hre.artifacts.readArtifact(artifact);
    const qualifiedName = `${sourceName}:${contractName}`;
    const path = await buildInfoPathOf(hre, qualifiedName);
    const input = inputs.get(path) ?? readInput(path);
    inputs.set(path, input);
    return { qualifiedName, bytecode, ...(await input) };
  };
}

async function buildInfoPathOf(hre: HardhatRuntimeEnvironment, qualifiedName: string): Promise<string> {
  const debugFile = hre.artifacts
    .formArtifactPathFromFullyQualifiedName(qualifiedName)
    .replace(/json$/, "dbg.json");
  const { buildInfo } = JSON.parse(await readFile(debugFile, "utf8")) as { buildInfo: string };
  return resolve(dirname(debugFile), buildInfo);
}

async function readInput(path: string): Promise<Pick<Source, "compilerVersion" | "input">> {
  const { input, solcLongVersion } = JSON.parse(await readFile(path, "utf8")) as BuildInfo;
  return { compilerVersion: `v${solcLongVersion}`, input: JSON.stringify(input) };
}
