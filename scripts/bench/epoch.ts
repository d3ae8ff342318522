import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type ChildUsage, runCliInChild } from "./cli-child";

const DEFAULT_DEVICES = 1_000_000;
const DEVICES_PER_PAYEE = 4;
const SEED = "opendepin";
const BUDGET = "1000000000000000000000000";
const ROWS_PER_WRITE = 10_000;

/** What building an epoch took, from CSV to the written directory. */
export interface EpochBench extends ChildUsage {
  devices: number;
  payees: number;
  devicesPerSecond: number;
  root: string;
}

/** Builds an epoch of generated contributions with the command line, in a process of its own. */
export async function benchEpoch(devices = DEFAULT_DEVICES): Promise<EpochBench> {
  const directory = mkdtempSync(join(tmpdir(), "opendepin-bench-"));
  try {
    const contributions = join(directory, "contributions.csv");
    writeContributions(contributions, devices);
    const flags = ["--contributions", contributions, "--budget", BUDGET, "--epoch", "1"];
    const out = join(directory, "epoch");
    const { usage, stdout } = await runCliInChild(["epoch", "build", ...flags, "--out", out, "--json"]);
    const report = JSON.parse(stdout) as { root: string };
    const payees = Math.ceil(devices / DEVICES_PER_PAYEE);
    return { devices, payees, ...usage, devicesPerSecond: devices / usage.seconds, root: report.root };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeContributions(path: string, devices: number): void {
  const file = openSync(path, "wx");
  writeSync(file, "device,units,payee\n");
  for (let start = 0; start < devices; start += ROWS_PER_WRITE) {
    const count = Math.min(ROWS_PER_WRITE, devices - start);
    writeSync(file, Array.from({ length: count }, (_, offset) => contributionRow(start + offset)).join(""));
  }
  closeSync(file);
}

function contributionRow(index: number): string {
  const device = seeded(`device ${index}`);
  const payee = seeded(`payee ${Math.floor(index / DEVICES_PER_PAYEE)}`);
  const units = BigInt(`0x${device.slice(0, 16)}`) * 10n;
  return `0x${device.slice(0, 40)},${units.toString()},0x${payee.slice(0, 40)}\n`;
}

function seeded(name: string): string {
  return createHash("sha256").update(`${SEED} ${name}`).digest("hex");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      devices: { type: "string", default: String(DEFAULT_DEVICES) },
      json: { type: "boolean", default: false },
    },
  });
  const devices = Number(values.devices);
  if (!Number.isSafeInteger(devices) || devices < 1)
    throw new RangeError("--devices must be a whole number from 1");
  const bench = await benchEpoch(devices);
  if (values.json) console.log(JSON.stringify(bench));
  else printEpochBench(bench);
}

export function printEpochBench({
  devices,
  payees,
  seconds,
  peakMiB,
  devicesPerSecond,
  root,
}: EpochBench): void {
  console.log(
    `Epoch of ${devices} devices of ${payees} payees (seed "${SEED}"), from CSV to the written directory`,
  );
  console.log(`seconds    ${seconds.toFixed(2)} (${Math.round(devicesPerSecond)} devices a second)`);
  console.log(`peak MiB   ${Math.round(peakMiB)}`);
  console.log(`root       ${root}`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
