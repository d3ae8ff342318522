import { spawn } from "node:child_process";

import { commandBundle } from "../helpers/command-bundle";

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs `opendepin` in a process of its own, while this one goes on answering for the chain.
 *
 * @param folder Where it runs: what it knows of networks is what lies there.
 * @param privateKey Of the account in its environment; none if left out.
 */
export async function runOpendepin(
  folder: string,
  args: readonly string[],
  privateKey?: string,
): Promise<Ran> {
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env["OPENDEPIN_PRIVATE_KEY"];
  if (privateKey !== undefined) env["OPENDEPIN_PRIVATE_KEY"] = privateKey;
  const child = spawn(process.execPath, [commandBundle(), ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  const status = await new Promise<number | null>((done, failed) => {
    child.on("error", failed).on("close", done);
  });
  return { status, ...printed };
}
