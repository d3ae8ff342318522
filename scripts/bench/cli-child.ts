import { spawn } from "node:child_process";

import { run } from "../../src/cli/run";
import { peakMemoryMiB } from "./peak-memory";

/** What running the command line in a process of its own took. */
export interface ChildUsage {
  exitCode: number;
  seconds: number;
  /** Of the processor; on a busy machine the fairer figure. */
  cpuSeconds: number;
  peakMiB: number;
}

export interface ChildResult {
  usage: ChildUsage;
  stdout: string;
}

/**
 * Runs the command line in a process of its own.
 *
 * @param nodeFlags Flags of Node, such as a limit of its heap.
 * @throws Error when the command fails; it says why on stderr.
 */
export async function runCliInChild(
  argv: readonly string[],
  nodeFlags: readonly string[] = [],
): Promise<ChildResult> {
  const flags = [...nodeFlags, "--import", "tsx", __filename, ...argv];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  if (status !== 0) throw new Error(`opendepin ${argv.join(" ")} failed`);
  const [stdout = "", usage = ""] = text.split("\0");
  return { stdout, usage: JSON.parse(usage) as ChildUsage };
}

/** Runs the command line, then writes after a NUL what the process used. */
async function runAsChild(argv: readonly string[]): Promise<void> {
  const exitCode = await run(argv, process);
  const cpu = process.cpuUsage();
  const usage: ChildUsage = {
    exitCode,
    seconds: process.uptime(),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMiB: peakMemoryMiB(),
  };
  process.stdout.write(`\0${JSON.stringify(usage)}`);
  process.exitCode = exitCode;
}

if (require.main === module) void runAsChild(process.argv.slice(2));
