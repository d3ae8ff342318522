import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { run } from "../../src/cli/run";

const DEFAULT_DEVICES = 1_000_000;
const DEVICES_PER_PAYEE = 4;
const SEED = "opendepin";
const BUDGET = "1000000000000000000000000";
const ROWS_PER_WRITE = 10_000;
/** Tells the child process to run the command line and to report what it used. */
const CHILD_FLAG = "--child";

interface ChildUsage {
  exitCode: number;
  seconds: number;
  peakMiB: number;
}

/** What building an epoch took, from CSV to the written directory. */
export interface EpochBench extends ChildUsage {
  devices: number;
  payees: number;
  devicesPerSecond: number;
  root: string;
}

/** Builds an epoch of generated contributions with the command line, in a process of its own. */
export function benchEpoch(devices = DEFAULT_DEVICES): EpochBench {
  const directory = mkdtempSync(join(tmpdir(), "opendepin-bench-"));
  try {
    const contributions = join(directory, "contributions.csv");
    writeContributions(contributions, devices);
    const { usage, report } = buildInChild(contributions, join(directory, "epoch"));
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

function buildInChild(contributions: string, out: string): { usage: ChildUsage; report: { root: string } } {
  const flags = [
    "--contributions",
    contributions,
    "--budget",
    BUDGET,
    "--epoch",
    "1",
    "--out",
    out,
    "--json",
  ];
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, __filename, CHILD_FLAG, "epoch", "build", ...flags],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  const [report = "", usage = ""] = child.stdout.split("\0");
  if (child.status !== 0) throw new Error("the build failed");
  return { usage: JSON.parse(usage) as ChildUsage, report: JSON.parse(report) as { root: string } };
}

/** Runs the command line, then writes after a NUL what the process used. */
async function runAsChild(argv: readonly string[]): Promise<void> {
  const exitCode = await run(argv, process);
  const usage: ChildUsage = {
    exitCode,
    seconds: process.uptime(),
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`\0${JSON.stringify(usage)}`);
  process.exitCode = exitCode;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      devices: { type: "string", default: String(DEFAULT_DEVICES) },
      json: { type: "boolean", default: false },
    },
  });
  const devices = Number(values.devices);
  if (!Number.isSafeInteger(devices) || devices < 1)
    throw new RangeError("--devices must be a whole number from 1");
  const bench = benchEpoch(devices);
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
  const [flag, ...argv] = process.argv.slice(2);
  if (flag === CHILD_FLAG) void runAsChild(argv);
  else main();
}
