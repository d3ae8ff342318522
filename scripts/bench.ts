/**
 * Measures what the suite costs and how fast its tools are; prints tables and writes them to `bench.json`.
 *
 *   npm run bench                  everything
 *   npm run bench -- --only gas    gas of whole transactions, beside the committed snapshot
 *   npm run bench -- --only tree   the tree builder beside @openzeppelin/merkle-tree, in the same run
 *   npm run bench -- --only epoch  an epoch of 1,000,000 devices from CSV to written files
 *   npm run bench -- --only registry  an epoch of a registry of 100,000 devices, from its events to written files
 *   npm run bench -- --only devnet  how long the recorded devnet takes to start, beside one that is deployed anew
 *   npm run bench -- --update      accept the measured gas as the new snapshot
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import type { GasTable } from "./bench/gas";
import { GAS_CEILINGS } from "./bench/gas-ceilings";
import { readGasSnapshot, writeGasSnapshot } from "./bench/gas-snapshot";

const RESULTS_FILE = "bench.json";

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: "string" }, update: { type: "boolean" } } });
  const wants = (name: string) => values.only === undefined || values.only === name;
  const results: Record<string, unknown> = {};
  let changed = false;
  if (wants("gas") || values.update === true) {
    const gas = await gasTable();
    results["gas"] = gas;
    changed = printGas(gas) && values.update !== true;
    if (values.update === true) writeGasSnapshot(gas);
  }
  if (wants("tree")) results["tree"] = await tree();
  if (wants("epoch")) results["epoch"] = await epoch();
  if (wants("registry")) results["registry"] = await registry();
  if (wants("devnet")) results["devnet"] = await devnet();
  writeFileSync(RESULTS_FILE, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`\nwritten to ${RESULTS_FILE}`);
  if (changed) console.error("gas differs from the snapshot; accept it with: npm run bench -- --update");
  return changed ? 1 : 0;
}

async function gasTable(): Promise<GasTable> {
  const [{ default: hre }, { measureGas }] = await Promise.all([import("hardhat"), import("./bench/gas.js")]);
  return measureGas(hre);
}

/** @returns Whether a figure differs from the snapshot. */
function printGas(measured: GasTable): boolean {
  const snapshot = readGasSnapshot();
  const names = [...new Set([...Object.keys(snapshot), ...Object.keys(measured)])];
  const rows = names.map((name) => {
    const [now, before] = [measured[name] ?? 0, snapshot[name] ?? 0];
    return [
      name,
      { gas: now, snapshot: before, difference: now - before, ceiling: GAS_CEILINGS[name] ?? "" },
    ] as const;
  });
  console.table(Object.fromEntries(rows));
  return rows.some(([, { difference }]) => difference !== 0);
}

async function tree(): Promise<unknown> {
  const { benchTree, printTreeBench } = await import("./bench/tree.js");
  console.log("building 1,000,000 leaves with each builder; @openzeppelin/merkle-tree takes minutes");
  const result = benchTree({ leaves: 1_000_000, ozLeaves: 1_000_000 });
  printTreeBench(result);
  return result;
}

async function epoch(): Promise<unknown> {
  const { benchEpoch, printEpochBench } = await import("./bench/epoch.js");
  const result = await benchEpoch();
  printEpochBench(result);
  return result;
}

async function registry(): Promise<unknown> {
  const { benchRegistry, printRegistryBench } = await import("./bench/registry.js");
  const result = await benchRegistry();
  printRegistryBench(result);
  return result;
}

async function devnet(): Promise<unknown> {
  const { benchDevnet, printDevnetBench } = await import("./bench/devnet.js");
  const result = await benchDevnet();
  printDevnetBench(result);
  return result;
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
