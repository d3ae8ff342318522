import { spawn } from "node:child_process";
import { resolve } from "node:path";

import hre from "hardhat";
import { TASK_NODE_CREATE_SERVER } from "hardhat/builtin-tasks/task-names";
import type { JsonRpcServer } from "hardhat/types";

import type { Ran } from "./devnet-session";

const COMMAND = resolve(__dirname, "../../src/cli/main.ts");
const TSX = ["--import", require.resolve("tsx")];

/** This process's chain over HTTP, and the command line as a program of its own beside it. */
export class ServedChain {
  #server: JsonRpcServer | undefined;
  rpc = "";

  async start(): Promise<void> {
    this.#server = (await hre.run(TASK_NODE_CREATE_SERVER, {
      hostname: "127.0.0.1",
      port: 0,
      provider: hre.network.provider,
    })) as JsonRpcServer;
    const { port } = await this.#server.listen();
    this.rpc = `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    await this.#server?.close();
  }

  /**
   * Runs `opendepin`.
   *
   * @param privateKey What its environment has.
   */
  async opendepin(cwd: string, args: readonly string[], privateKey?: string): Promise<Ran> {
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env["OPENDEPIN_PRIVATE_KEY"];
    if (privateKey !== undefined) env["OPENDEPIN_PRIVATE_KEY"] = privateKey;
    const child = spawn(process.execPath, [...TSX, COMMAND, ...args], { cwd, env });
    const [stdout, stderr, status] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise<number | null>((ended) => child.once("close", ended)),
    ]);
    return { status, stdout, stderr };
  }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk.toString();
  return text;
}
