import { EXIT, OpenDepinError } from "../errors";
import type { Hex } from "../hex";

interface Answer {
  result?: unknown;
  error?: { message: string };
}

/** A JSON-RPC endpoint over HTTP; what it takes to steer a chain, without a library's caches and polling. */
export class JsonRpc {
  #calls = 0;

  constructor(readonly url: string) {}

  /**
   * Calls a method.
   *
   * @throws OpenDepinError `RPC_UNREACHABLE`, or `RPC_REFUSED` with what the endpoint says.
   */
  async send<Result>(method: string, ...params: readonly unknown[]): Promise<Result> {
    const { result, error } = await this.#post({ jsonrpc: "2.0", id: ++this.#calls, method, params });
    if (error === undefined) return result as Result;
    throw new OpenDepinError("RPC_REFUSED", `${method}: ${error.message}`, { exitCode: EXIT.no });
  }

  async #post(request: object): Promise<Answer> {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      return (await response.json()) as Answer;
    } catch (cause) {
      throw new OpenDepinError("RPC_UNREACHABLE", `no JSON-RPC endpoint answers at ${this.url}`, {
        exitCode: EXIT.network,
        cause,
      });
    }
  }
}

const SETTLE_PAUSE_MS = 5;
const SETTLE_TIMEOUT_MS = 10_000;

/** Waits until a transaction is in a block. */
export async function settle(rpc: JsonRpc, transaction: Hex): Promise<void> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if ((await rpc.send("eth_getTransactionReceipt", transaction)) !== null) return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
  }
  throw new OpenDepinError("TRANSACTION_LOST", `transaction ${transaction} is in no block`, {
    exitCode: EXIT.network,
  });
}

/** The latest block. */
export async function latestBlock(rpc: JsonRpc): Promise<{ number: number; timestamp: number; hash: Hex }> {
  const { number, timestamp, hash } = await rpc.send<Record<"number" | "timestamp" | "hash", Hex>>(
    "eth_getBlockByNumber",
    "latest",
    false,
  );
  return { number: Number(number), timestamp: Number(timestamp), hash };
}
