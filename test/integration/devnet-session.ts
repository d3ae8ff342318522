import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { JsonRpcProvider } from "ethers";

import { LOOPBACK } from "../../src/devnet/hosts";
import type { DevnetManifest } from "../../src/devnet/manifest";
import { freePort } from "../../src/devnet/ports";
import { commandBundle } from "../helpers/command-bundle";
import type { Ran } from "./cli-process";

/** A devnet in a folder of its own, and the command line beside it; it remembers what every command printed. */
export class DevnetSession {
  readonly folder = mkdtempSync(join(tmpdir(), "opendepin-session-"));
  readonly #transcript: string[] = [];
  #devnet: ChildProcess | undefined;
  #manifest: DevnetManifest | undefined;
  #provider: JsonRpcProvider | undefined;

  /** Starts the devnet and waits until it answers. */
  async start(): Promise<void> {
    const port = await freePort(LOOPBACK);
    const args = ["devnet", "--port", port.toString(), "--http-port", (await freePort(LOOPBACK)).toString()];
    this.#devnet = spawn(process.execPath, [commandBundle(), ...args], { cwd: this.folder, stdio: "ignore" });
    const ready = this.opendepin(["devnet", "wait", "--timeout", "240"]);
    if (ready.status !== 0) throw new Error(ready.stderr);
    this.#manifest = JSON.parse(this.read("devnet.json")) as DevnetManifest;
    this.#provider = new JsonRpcProvider(this.manifest.rpc, undefined, {
      staticNetwork: true,
      cacheTimeout: -1,
    });
  }

  stop(): void {
    this.#provider?.destroy();
    this.#devnet?.kill("SIGTERM");
    rmSync(this.folder, { recursive: true });
  }

  get manifest(): DevnetManifest {
    if (this.#manifest === undefined) throw new Error("the devnet has not started");
    return this.#manifest;
  }

  /** For what is no business of the command line: balances, and ether from hand to hand. */
  get provider(): JsonRpcProvider {
    if (this.#provider === undefined) throw new Error("the devnet has not started");
    return this.#provider;
  }

  /** Runs `opendepin` with an account's key in its environment, or without any. */
  opendepin(args: readonly string[], privateKey?: string): Ran {
    return this.#run(args, privateKey);
  }

  /** Moves the chain's clock forward. */
  warp(duration: string): void {
    this.opendepin(["devnet", "warp", duration]);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }

  /** Every command so far with all that it printed. */
  transcript(): string {
    return this.#transcript.join("\n");
  }

  #run(args: readonly string[], privateKey?: string): Ran {
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env["OPENDEPIN_PRIVATE_KEY"];
    if (privateKey !== undefined) env["OPENDEPIN_PRIVATE_KEY"] = privateKey;
    const ran = spawnSync(process.execPath, [commandBundle(), ...args], {
      cwd: this.folder,
      encoding: "utf8",
      env,
    });
    this.#transcript.push(
      `$ ${args.join(" ")}\n${ran.stdout}${ran.stderr}[exit code ${ran.status ?? "none"}]\n`,
    );
    return ran;
  }
}
