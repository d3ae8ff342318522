import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { filledExample } from "./example";
import { type InterruptibleChain, type KillPoint } from "./interruptible-chain";
import { type ScriptRun, startScript } from "./script";

/** First of Hardhat's well-known accounts; on a local chain everybody has its key. */
const DEPLOYER_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

/** A protocol team's folder, from which it launches the mainnet example to a chain. */
export class Rehearsal {
  readonly directory = mkdtempSync(join(tmpdir(), "opendepin-launch-"));
  readonly parameters = join(this.directory, "mainnet.json5");

  constructor(
    readonly chain: InterruptibleChain,
    filled: Parameters<typeof filledExample>[1],
  ) {
    writeFileSync(this.parameters, filledExample("mainnet", filled));
  }

  /** @param kill Where the process dies, if it does. */
  deploy(kill?: KillPoint): Promise<ScriptRun> {
    const script = this.#start("deploy", ["--confirmations", "1", "--json"], DEPLOYER_KEY);
    if (kill !== undefined) this.chain.killAt(kill, script.child);
    return script.ended;
  }

  /** Reads only, so it is given no key. */
  status(): Promise<ScriptRun> {
    return this.#start("status", ["--json"]).ended;
  }

  /** @param explorer Its API; Etherscan's, without a key, if left out. */
  verifySources(explorer?: string): Promise<ScriptRun> {
    const named = explorer === undefined ? [] : ["--explorer", explorer];
    return this.#start("verify-sources", ["--json", ...named]).ended;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #start(name: Parameters<typeof startScript>[0], args: readonly string[], key?: string) {
    const network = [
      "--network",
      "rehearsal",
      "--parameters",
      this.parameters,
      "--directory",
      this.directory,
    ];
    return startScript(name, [...network, ...args], {
      OPENDEPIN_RPC_REHEARSAL: this.chain.rpc,
      ...(key === undefined ? {} : { OPENDEPIN_PRIVATE_KEY: key }),
    });
  }
}
