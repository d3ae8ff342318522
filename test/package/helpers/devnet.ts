import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { DevnetAccount, DevnetManifest } from "../../../src";
import { LOOPBACK } from "../../../src/devnet/hosts";
import { freePort } from "../../../src/devnet/ports";
import { createProject, type Project } from "./project";
import { plainEnvironment, succeed } from "./run";

const READY = "Devnet ready";

/** A devnet of the installed command, in its project's folder. */
export interface Devnet {
  readonly directory: string;
  readonly manifest: DevnetManifest;
  /** From the command's start until it said that it is ready. */
  readonly seconds: number;
  /** A funded account by its name. */
  account(name: string): DevnetAccount;
  /** Moves its clock forward by a duration such as `2h`. */
  warp(duration: string): Promise<void>;
  /** Ends it as Ctrl-C does: its exit code. */
  stop(): Promise<number | null>;
}

/** What the package needs besides itself to run a devnet. */
export const DEVNET_PACKAGE = "@foundry-rs/anvil";

/** Starts a devnet in a project of its own. */
export async function startDevnet(name: string): Promise<Devnet> {
  return runDevnet(await createProject(name, [DEVNET_PACKAGE]));
}

/** Runs the installed command's devnet on free ports; resolves when it says that it is ready. */
export async function runDevnet({ directory, installed }: Project): Promise<Devnet> {
  const ports = ["--port", await freePort(LOOPBACK), "--http-port", await freePort(LOOPBACK)].map(String);
  const started = performance.now();
  const command = join(installed, "dist/cli.js");
  const child = spawn(process.execPath, [command, "devnet", ...ports], {
    cwd: directory,
    env: plainEnvironment(),
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  await ready(child);
  const seconds = (performance.now() - started) / 1000;
  const manifest = JSON.parse(readFileSync(join(directory, "devnet.json"), "utf8")) as DevnetManifest;
  return {
    directory,
    manifest,
    seconds,
    account: (name) => {
      const account = manifest.accounts[name];
      if (account === undefined) throw new Error(`the devnet has no account ${name}`);
      return account;
    },
    warp: async (duration) => {
      await succeed(process.execPath, [command, "devnet", "warp", duration], directory);
    },
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
