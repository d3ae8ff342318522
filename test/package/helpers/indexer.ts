import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { LOOPBACK } from "../../../src/devnet/hosts";
import { freePort } from "../../../src/devnet/ports";
import type { Project } from "./project";
import { plainEnvironment } from "./run";

const POLL_MS = 100;
const PATIENCE_MS = 120_000;

/** A block as the indexer names the last one that it has indexed. */
export interface IndexedBlock {
  number: number;
  timestamp: number;
}

/** The example's indexer, running. */
export interface Indexer {
  /** Resolves once it has indexed that block, and none after it. */
  reach(block: IndexedBlock): Promise<void>;
  /** What GraphQL answers. */
  query(document: string, variables?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the indexer of a project on a free port. */
export async function startIndexer(project: Project, environment: NodeJS.ProcessEnv): Promise<Indexer> {
  const port = await freePort(LOOPBACK);
  const url = `http://${LOOPBACK}:${port.toString()}`;
  const ponder = join(project.directory, "node_modules/ponder/dist/esm/bin/ponder.js");
  const options = ["--disable-ui", "--hostname", LOOPBACK, "--port", port.toString()];
  const child = spawn(process.execPath, [ponder, "dev", ...options], {
    cwd: project.directory,
    env: {
      ...plainEnvironment(),
      DATABASE_URL: undefined,
      PONDER_TELEMETRY_DISABLED: "true",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let output = "";
  const read = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);

  return {
    reach: async (block) => {
      const started = performance.now();
      for (;;) {
        const indexed = await lastBlock(url);
        if (indexed?.number === block.number && indexed.timestamp === block.timestamp) return;
        if (child.exitCode !== null || performance.now() - started > PATIENCE_MS) {
          throw new Error(`the indexer did not reach block ${block.number.toString()}:\n${output}`);
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    query: async (query, variables = {}) => {
      const { data, errors } = await post(`${url}/graphql`, { query, variables });
      if (errors !== undefined) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
      return data;
    },
    stop: async () => {
      if (child.exitCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Undefined until it has indexed one. */
async function lastBlock(url: string): Promise<IndexedBlock | undefined> {
  const ready = await fetch(`${url}/ready`).catch(() => undefined);
  if (ready?.status !== 200) return undefined;
  const status = (await (await fetch(`${url}/status`)).json()) as { network?: { block: IndexedBlock } };
  return status.network?.block;
}

async function post(url: string, body: object): Promise<{ data?: unknown; errors?: unknown }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { data?: unknown; errors?: unknown };
}
