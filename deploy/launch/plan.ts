import { existsSync } from "node:fs";
import { join } from "node:path";

import { FutureType, status } from "@nomicfoundation/ignition-core";
import { dataLength } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { verifierAddresses } from "../deploy-verifiers";
import { networkModule } from "../modules/network";
import type { NetworkParameters } from "../parameters";
import { requireCode } from "./require-code";

/** A transaction of the deployment. */
export interface PlannedStep {
  /** Id in the journal, without the module's name. */
  step: string;
  action: "create" | "call";
  /** Gas that it takes at most. */
  gas: bigint;
  /** Of a contract that is there. */
  address: string | undefined;
  done: boolean;
}

/** Applying the role table and handing over: two transactions of up to a hundred calls, and one. */
const ROLES_GAS = 9_000_000n;
/** A call that fills the catalogue or adds a program writes a few slots, and text. */
const CALL_GAS = 400_000n;
/** Of a creation, beside what its code costs: storage, and the factory. */
const CREATION_GAS = 1_500_000n;
const GAS_A_CODE_BYTE = 200n;
const GAS_A_CALLDATA_BYTE = 18n;

/** Every transaction that Ignition sends for a network, and which of them a journal knows as done. */
export async function planDeployment(
  hre: HardhatRuntimeEnvironment,
  parameters: NetworkParameters,
  journal: string,
): Promise<PlannedStep[]> {
  const module = networkModule(parameters, verifierAddresses());
  const { contracts, done } = await journaled(journal);
  for (const address of contracts.values()) await requireCode(hre.ethers.provider, address, journal);
  const steps = [...module.futures].map(async (future): Promise<PlannedStep> => {
    const creates = future.type === FutureType.NAMED_ARTIFACT_CONTRACT_DEPLOYMENT;
    return {
      step: future.id.replace(`${module.id}#`, ""),
      action: creates ? "create" : "call",
      gas: creates ? await creationGas(hre, future.contractName) : CALL_GAS,
      address: contracts.get(future.id),
      done: done.has(future.id),
    };
  });
  return Promise.all([...verifierSteps(hre), ...steps]);
}

/** What all networks share may be there already. */
function verifierSteps(hre: HardhatRuntimeEnvironment): Promise<PlannedStep>[] {
  return Object.entries(verifierAddresses()).map(async ([step, address]: [string, string]) => ({
    step,
    action: "create" as const,
    gas: await creationGas(hre, step),
    address,
    done: (await hre.ethers.provider.getCode(address)) !== "0x",
  }));
}

/** Gas that what is left of a plan takes at most, roles and hand-over included. */
export function gasOf(plan: readonly PlannedStep[]): bigint {
  return plan.reduce((sum, { done, gas }) => (done ? sum : sum + gas), ROLES_GAS);
}

interface Journaled {
  contracts: ReadonlyMap<string, string>;
  done: ReadonlySet<string>;
}

async function journaled(journal: string): Promise<Journaled> {
  if (!existsSync(join(journal, "journal.jsonl"))) return { contracts: new Map(), done: new Set() };
  const { contracts, successful } = await status(journal);
  const addresses = Object.entries(contracts).map(([id, { address }]) => [id, address] as const);
  return { contracts: new Map(addresses), done: new Set(successful) };
}

async function creationGas(hre: HardhatRuntimeEnvironment, contract: string): Promise<bigint> {
  const { bytecode, deployedBytecode } = await hre.artifacts.readArtifact(contract);
  return (
    CREATION_GAS +
    BigInt(dataLength(deployedBytecode)) * GAS_A_CODE_BYTE +
    BigInt(dataLength(bytecode)) * GAS_A_CALLDATA_BYTE
  );
}
