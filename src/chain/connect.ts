import { JsonRpcProvider } from "ethers";

import { EXIT, OpenDepinError } from "../errors";

/** Long enough for a busy node, short enough for a person who mistyped a port. */
const TIMEOUT_MS = 30_000;

/**
 * Connects to a JSON-RPC endpoint and makes sure that somebody answers.
 *
 * @throws OpenDepinError `RPC_UNREACHABLE` when nobody does.
 */
export async function connect(rpc: string): Promise<JsonRpcProvider> {
  if (!/^https?:\/\//.test(rpc)) {
    throw new OpenDepinError("RPC_INVALID", `--rpc must be an http or https URL, not "${rpc}"`);
  }
  await askChainId(rpc);
  return new JsonRpcProvider(rpc, undefined, { staticNetwork: true, cacheTimeout: -1, pollingInterval: 250 });
}

/** Asks by hand first: the provider would go on trying a dead endpoint for ever. */
async function askChainId(rpc: string): Promise<void> {
  try {
    const response = await fetch(rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.json()) as { result?: unknown };
    if (typeof answer.result === "string") return;
  } catch (cause) {
    throw unreachable(rpc, cause);
  }
  throw unreachable(rpc, undefined);
}

function unreachable(rpc: string, cause: unknown): OpenDepinError {
  return new OpenDepinError(
    "RPC_UNREACHABLE",
    `no JSON-RPC endpoint answers at ${new URL(rpc).host}; start one (opendepin devnet) or check the URL`,
    { exitCode: EXIT.network, cause },
  );
}
