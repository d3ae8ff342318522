import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import { OpenDepinError } from "../../errors";
import { DEVNET_CHAIN_ID } from "../chain-id";
import { authorityOf } from "../hosts";
import { JsonRpc } from "../json-rpc";
import { findAnvil } from "./find-anvil";

const ACCOUNTS = 20;
const BALANCE_ETHER = 10_000;
/** The first rules with a P-256 precompile. */
const HARDFORK = "osaka";

const READY_TIMEOUT_MS = 20_000;
const PAUSE_MS = 5;

export interface AnvilOptions {
  /** Address to listen on. */
  host: string;
  port: number;
  /** When the chain begins, seconds since 1970. */
  genesis: number;
  /** File of a chain's state to go on from. */
  load?: string | undefined;
  /** File to write the chain's state to at the end. */
  dump?: string | undefined;
  /** Whether blocks are made only when they are asked for. */
  manual?: boolean;
}

/** A running anvil. */
export interface Anvil {
  readonly rpc: JsonRpc;
  /** Settles when the process has ended, with its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Lets it write its state, if it shall, and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts anvil with the test mnemonic's accounts; resolves when it answers. It ends with this process.
 *
 * @throws OpenDepinError `ANVIL_MISSING`, or `ANVIL_FAILED` with what it said.
 */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const child = spawn(findAnvil(), argumentsOf(options), { stdio: ["ignore", "ignore", "pipe"] });
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const ended = endOf(child).finally(() => process.off("exit", endWithUs));
  const rpc = new JsonRpc(`http://${authorityOf(options.host, options.port)}`);
  await answering(child, ended, rpc);
  return {
    rpc,
    ended,
    stop: async () => {
      child.kill("SIGINT");
      await ended;
    },
  };
}

function argumentsOf({ host, port, genesis, load, dump, manual }: AnvilOptions): string[] {
  return [
    "--quiet",
    ...["--host", host, "--port", port.toString(), "--chain-id", DEVNET_CHAIN_ID.toString()],
    ...["--hardfork", HARDFORK, "--timestamp", genesis.toString()],
    ...["--accounts", ACCOUNTS.toString(), "--balance", BALANCE_ETHER.toString()],
    ...(manual === true ? ["--no-mining"] : []),
    ...(load === undefined ? [] : ["--load-state", load]),
    ...(dump === undefined ? [] : ["--dump-state", dump, "--preserve-historical-states"]),
  ];
}

/** The exit code, or a failure if the program could not even be started. */
async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

async function answering(child: ChildProcess, ended: Promise<unknown>, rpc: JsonRpc): Promise<void> {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = `${said}${text}`.slice(-2_000)));
  const failed = ended.then(
    () => failure(said),
    (cause: unknown) => failure(String(cause)),
  );
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const outcome = await Promise.race([failed, isAnswering(rpc)]);
    if (outcome === true) return;
    if (outcome !== false) throw outcome;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  child.kill("SIGKILL");
  throw failure(said || `it did not answer within ${READY_TIMEOUT_MS / 1000} s`);
}

function isAnswering(rpc: JsonRpc): Promise<boolean> {
  return rpc.send("eth_chainId").then(
    () => true,
    () => false,
  );
}

function failure(reason: string): OpenDepinError {
  return new OpenDepinError("ANVIL_FAILED", `anvil did not start: ${reason.trim() || "it gave no reason"}`);
}
