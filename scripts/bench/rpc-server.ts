import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What answers a request as a node does: a provider in the form of EIP-1193. */
export interface Chain {
  request(asked: { method: string; params?: unknown }): Promise<unknown>;
}

/** Answers JSON-RPC over HTTP for a chain in this process, on a free port of this machine alone. */
export async function serveChain(chain: Chain): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    void answerAll(chain, request).then((answer) => {
      response.setHeader("content-type", "application/json").end(answer);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

interface RpcRequest {
  id: number;
  method: string;
  params: unknown;
}

async function answerAll(chain: Chain, request: IncomingMessage): Promise<string> {
  const body = JSON.parse(await textOf(request)) as RpcRequest | RpcRequest[];
  if (!Array.isArray(body)) return JSON.stringify(await answer(chain, body));
  return JSON.stringify(await Promise.all(body.map((each) => answer(chain, each))));
}

async function answer(chain: Chain, { id, method, params }: RpcRequest): Promise<unknown> {
  try {
    return { jsonrpc: "2.0", id, result: await chain.request({ method, params }) };
  } catch (error) {
    const { code, message, data } = error as { code: number; message: string; data?: unknown };
    return { jsonrpc: "2.0", id, error: { code, message, data } };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
