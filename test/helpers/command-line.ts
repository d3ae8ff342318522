import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import hre from "hardhat";
import { TASK_NODE_CREATE_SERVER } from "hardhat/builtin-tasks/task-names";
import type { JsonRpcServer } from "hardhat/types";

import { commandBundle } from "./command-bundle";

export interface CliRequest {
  argv: readonly string[];
  key: string | undefined;
}

const TSX = ["--import", require.resolve("tsx")];

/** A command that goes on until it is stopped. */
export interface RunningCommand {
  /** The next line that it prints. */
  nextLine(): Promise<string>;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
}

export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * The command line in a process of its own, and this process's chain, which it reaches by JSON-RPC; from before a suite
 * until after it.
 */
export class CommandLine {
  #server: JsonRpcServer | undefined;
  #child: ChildProcess | undefined;
  /** Where the chain answers. */
  url = "";

  constructor() {
    before(async () => {
      const { provider } = hre.network;
      const options = { hostname: "127.0.0.1", port: 0, provider };
      this.#server = (await hre.run(TASK_NODE_CREATE_SERVER, options)) as JsonRpcServer;
      this.url = `http://127.0.0.1:${(await this.#server.listen()).port}`;
      this.#child = fork(join(__dirname, "cli-child.ts"), { execArgv: TSX });
    });
    after(async () => {
      this.#child?.kill();
      await this.#server?.close();
    });
  }

  /**
   * Runs a command.
   *
   * @param key Private key in its environment.
   */
  async run(argv: readonly string[], key?: string): Promise<CliRun> {
    const child = this.#child;
    if (child === undefined) throw new Error("the command line has not started");
    child.send({ argv, key } satisfies CliRequest);
    const [result] = (await once(child, "message")) as [CliRun];
    return result;
  }

  /** Starts a command, without a key. */
  follow(argv: readonly string[]): RunningCommand {
    const child = spawn(process.execPath, [commandBundle(), ...argv], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return {
      nextLine: async () => String((await lines.next()).value),
      stop: async () => {
        child.kill("SIGKILL");
        await once(child, "exit");
      },
    };
  }
}
