import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");
const TSX = ["--import", require.resolve("tsx")];

export interface ScriptRun {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A script of this repository in a process of its own. */
export interface RunningScript {
  child: ChildProcess;
  ended: Promise<ScriptRun>;
}

/**
 * Starts `scripts/<name>.ts`.
 *
 * @param environment Beside this process's own, of which no key is passed on.
 */
export function startScript(
  name: "deploy" | "status" | "verify-sources",
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): RunningScript {
  const own = Object.entries(process.env).filter(([key]) => !/^(OPENDEPIN|HARDHAT)_/.test(key));
  const child = spawn(process.execPath, [...TSX, resolve(ROOT, `scripts/${name}.ts`), ...args], {
    env: { ...Object.fromEntries(own), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, ended: outcomeOf(child) };
}

/** The same, to its end. */
export function runScript(...script: Parameters<typeof startScript>): Promise<ScriptRun> {
  return startScript(...script).ended;
}

async function outcomeOf(child: ReturnType<typeof startScript>["child"]): Promise<ScriptRun> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [status, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { status, signal, stdout, stderr };
}
