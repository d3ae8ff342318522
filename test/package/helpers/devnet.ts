import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { plainEnvironment } from "./run";
import { repository, scratch } from "./scratch";

const READY = "Devnet ready";

/** A devnet of the repository, running in a folder of its own. */
export interface Devnet {
  readonly directory: string;
  /** Ends it as Ctrl-C does: its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a devnet on a free port; resolves when it says that it is ready. */
export async function startDevnet(): Promise<Devnet> {
  const directory = join(scratch, "devnet");
  mkdirSync(directory);
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const script = join(repository, "scripts/devnet.ts");
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", loader, script, "--port", port.toString()], {
    cwd: directory,
    env: plainEnvironment(),
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  await ready(child);
  return {
    directory,
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
