import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { startDevnet } from "../../src/devnet";

const STARTS = 5;
const ROOT = resolve(__dirname, "../..");

/** How long a devnet takes until it answers. */
export interface DevnetBench {
  /** Of each start from the recording, in the order in which they were made. */
  recordedSeconds: number[];
  /** The middle one of them. */
  medianSeconds: number;
  /** Deploying and seeding anew, with compiled contracts. */
  anewSeconds: number;
}

/** Starts the recorded devnet several times, and deploys and seeds one anew, in the same run. */
export async function benchDevnet(): Promise<DevnetBench> {
  const recordedSeconds: number[] = [];
  for (let start = 0; start < STARTS; start += 1) recordedSeconds.push(await secondsOf(startAndStop));
  const [medianSeconds = 0] = [...recordedSeconds].sort((one, other) => one - other).slice(STARTS >> 1);
  return { recordedSeconds, medianSeconds, anewSeconds: await secondsOf(recordAnew) };
}

export function printDevnetBench({ recordedSeconds, medianSeconds, anewSeconds }: DevnetBench): void {
  console.log(`Devnet, from its start until it answers`);
  console.log(
    `recorded  ${seconds(medianSeconds)} s, the middle of ${recordedSeconds.map(seconds).join(", ")}`,
  );
  console.log(
    `anew      ${seconds(anewSeconds)} s, ${(anewSeconds / medianSeconds).toFixed(1)} times as long`,
  );
}

/** @returns How to stop it, which is not counted. */
async function startAndStop(): Promise<() => Promise<void>> {
  const devnet = await startDevnet();
  return () => devnet.close();
}

async function recordAnew(): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), "opendepin-bench-"));
  const args = [
    "--import",
    require.resolve("tsx"),
    join(ROOT, "scripts/bake-devnet.ts"),
    join(directory, "bake"),
  ];
  const [exitCode] = (await once(
    spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] }),
    "exit",
  )) as [number | null];
  if (exitCode !== 0) throw new Error("the devnet could not be deployed anew");
  return () => {
    rmSync(directory, { recursive: true });
    return Promise.resolve();
  };
}

async function secondsOf(start: () => Promise<() => Promise<void>>): Promise<number> {
  const began = performance.now();
  const stop = await start();
  const took = (performance.now() - began) / 1000;
  await stop();
  return took;
}

function seconds(value: number): string {
  return value.toFixed(2);
}
