import hre from "hardhat";
import { TASK_NODE_CREATE_SERVER } from "hardhat/builtin-tasks/task-names";
import type { JsonRpcServer } from "hardhat/types";

/** This process's chain over HTTP. */
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
}
