import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type ChildUsage, runCliInChild } from "./cli-child";
import { serveChain } from "./rpc-server";
import { deviceId, REGISTRY, STAKING, SyntheticRegistry } from "./synthetic-registry";

const DEFAULT_DEVICES = 100_000;
const HEAP_MIB = 256;
const BUDGET = "1000000000000000000000000";
/** One contribution in a thousand names a device that nobody onboarded. */
const UNKNOWN_SHARE = 1_000;

/** What building an epoch from a registry took, from its events to the written directory. */
export interface RegistryBench extends ChildUsage {
  devices: number;
  heapMiB: number;
  /** Requests for logs, the refused ones among them. */
  pages: number;
  /** Devices that count, and those left out by reason. */
  counted: number;
  excluded: Record<string, number>;
}

/**
 * Builds an epoch with the command line, whose devices it reads from a synthetic chain, page by page; then has it
 * verified offline. The command gets a heap of 256 MiB.
 */
export async function benchRegistry(devices = DEFAULT_DEVICES): Promise<RegistryBench> {
  const directory = mkdtempSync(join(tmpdir(), "opendepin-bench-"));
  const chain = new SyntheticRegistry(devices);
  const server = await serveChain(chain);
  try {
    const contributions = join(directory, "contributions.csv");
    const out = join(directory, "epoch");
    writeFileSync(contributions, contributionsCsv(devices));
    const inputs = ["--contributions", contributions, "--budget", BUDGET, "--epoch", "0", "--out", out];
    const contracts = ["--rpc", server.url, "--registry", REGISTRY, "--staking", STAKING];
    const heap = [`--max-old-space-size=${HEAP_MIB}`];
    const { usage, stdout } = await runCliInChild(
      ["epoch", "build", ...inputs, ...contracts, "--json"],
      heap,
    );
    await runCliInChild(["epoch", "verify", out], heap);
    const report = JSON.parse(stdout) as BuiltReport;
    return {
      devices,
      heapMiB: HEAP_MIB,
      pages: chain.calls.get("eth_getLogs") ?? 0,
      counted: report.counts.devices,
      excluded: report.registry.excluded,
      ...usage,
    };
  } finally {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface BuiltReport {
  counts: { devices: number };
  registry: { excluded: Record<string, number> };
}

function contributionsCsv(devices: number): string {
  const known = Array.from({ length: devices }, (_, index) => `${deviceId(index)},${index + 1}\n`);
  const unknown = Array.from(
    { length: Math.floor(devices / UNKNOWN_SHARE) },
    (_, index) => `${deviceId(devices + index)},1\n`,
  );
  return ["device,units\n", ...known, ...unknown].join("");
}

export function printRegistryBench(bench: RegistryBench): void {
  const { devices, pages, counted, excluded, seconds, cpuSeconds, peakMiB, heapMiB } = bench;
  const reasons = Object.entries(excluded).map(([reason, count]) => `${count} ${reason}`);
  console.log(`Epoch of a registry of ${devices} devices, from its events to the written directory`);
  console.log(`seconds    ${seconds.toFixed(2)}, ${cpuSeconds.toFixed(2)} of them of the processor`);
  console.log(`peak MiB   ${Math.round(peakMiB)} with a heap of ${heapMiB}`);
  console.log(`pages      ${pages}`);
  console.log(`counted    ${counted}; left out: ${reasons.join(", ")}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { devices: { type: "string", default: String(DEFAULT_DEVICES) } },
  });
  const devices = Number(values.devices);
  if (!Number.isSafeInteger(devices) || devices < 1)
    throw new RangeError("--devices must be a whole number from 1");
  printRegistryBench(await benchRegistry(devices));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
