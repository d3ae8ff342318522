import { type ChildProcess } from "node:child_process";

import hre from "hardhat";
import { TASK_NODE_CREATE_SERVER } from "hardhat/builtin-tasks/task-names";
import { createProvider } from "hardhat/internal/core/providers/construction";
import type { EIP1193Provider, JsonRpcServer, RequestArguments } from "hardhat/types";

const SENDING: ReadonlySet<string> = new Set(["eth_sendTransaction", "eth_sendRawTransaction"]);

/** Where a process dies: `before` its transaction reaches the chain, or `after`, before it hears of it. */
export interface KillPoint {
  transaction: number;
  when: "before" | "after";
}

/** A chain of this process over HTTP, which can kill who sends to it at a chosen transaction. */
export class InterruptibleChain {
  #server: JsonRpcServer | undefined;
  #next: (KillPoint & { victim: ChildProcess }) | undefined;
  /** Transactions that have reached the chain over HTTP. */
  transactions = 0;
  rpc = "";

  private constructor(readonly provider: EIP1193Provider) {}

  /** This process's own chain. */
  static async ofProcess(): Promise<InterruptibleChain> {
    return new InterruptibleChain(hre.network.provider).#serve();
  }

  /** A chain of its own. */
  static async create(chainId: number): Promise<InterruptibleChain> {
    const { config, artifacts } = hre;
    const hardhat = { ...config.networks.hardhat, chainId };
    const networks = { ...config.networks, hardhat };
    const provider = await createProvider({ ...config, networks }, "hardhat", artifacts);
    return new InterruptibleChain(provider).#serve();
  }

  /** Kills a process at its next transaction with that number, counted from here on. */
  killAt(point: KillPoint, victim: ChildProcess): void {
    this.#next = { ...point, transaction: this.transactions + point.transaction, victim };
  }

  async stop(): Promise<void> {
    await this.#server?.close();
  }

  async #serve(): Promise<this> {
    const provider = new Proxy(this.provider, {
      get: (chain, name) =>
        name === "request"
          ? (args: RequestArguments) => this.#request(args)
          : (Reflect.get(chain, name) as unknown),
    });
    const options = { hostname: "127.0.0.1", port: 0, provider };
    this.#server = (await hre.run(TASK_NODE_CREATE_SERVER, options)) as JsonRpcServer;
    this.rpc = `http://127.0.0.1:${(await this.#server.listen()).port}`;
    return this;
  }

  async #request(args: RequestArguments): Promise<unknown> {
    if (!SENDING.has(args.method)) return this.provider.request(args);
    const kill = this.#next?.transaction === this.transactions + 1 ? this.#next : undefined;
    if (kill === undefined) {
      this.transactions++;
      return this.provider.request(args);
    }
    this.#next = undefined;
    if (kill.when === "after") {
      this.transactions++;
      await this.provider.request(args);
    }
    kill.victim.kill("SIGKILL");
    // nobody is there to hear an answer
    return new Promise(() => undefined);
  }
}
