import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { LOOPBACK } from "../../../src/devnet/hosts";
import { freePort } from "../../../src/devnet/ports";
import type { Project } from "./project";
import { plainEnvironment } from "./run";

const READY = "Devnet ready";

/** A devnet of the installed command, in its project's folder. */
export interface RunningDevnet {
  /** From the command's start until it said that it is ready. */
  readonly seconds: number;
  /** Ends it as Ctrl-C does: its exit code. */
  stop(): Promise<number | null>;
}

/** Runs the installed command's devnet on free ports; resolves when it says that it is ready. */
export async function runDevnet(project: Project): Promise<RunningDevnet> {
  const [port, httpPort] = [await freePort(LOOPBACK), await freePort(LOOPBACK)].map(String) as [
    string,
    string,
  ];
  const started = performance.now();
  const command = join(project.installed, "dist/cli.js");
  const args = ["devnet", "--port", port, "--http-port", httpPort];
  const child = spawn(process.execPath, [command, ...args], {
    cwd: project.directory,
    env: plainEnvironment(),
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  await ready(child);
  return {
    seconds: (performance.now() - started) / 1000,
    stop: async () => {
      child.kill("SIGINT");
      const [exitCode] = await ended;
      return exitCode;
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(READY)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject).once("exit", () => {
      reject(new Error(`the devnet ended before it was ready:\n${output}`));
    });
  });
}
