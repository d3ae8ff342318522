import type { Command } from "commander";

import { EXIT, OpenDepinError } from "../errors";
import { MANIFEST_FILE, requireManifest } from "../devnet/folder";
import { isLoopback, LOOPBACK } from "../devnet/hosts";
import { type ServedDevnet, serveDevnet, type ServeOptions } from "../devnet/serve-devnet";
import type { CliContext } from "./context";
import { addDevnetEpoch } from "./devnet-epoch";
import { addDevnetFaucet } from "./devnet-faucet";
import { addDevnetReset } from "./devnet-reset";
import { addDevnetRestore, addDevnetSnapshot } from "./devnet-snapshots";
import { printDevnet } from "./devnet-tables";
import { portNumber } from "./devnet-values";
import { addDevnetWait } from "./devnet-wait";
import { addDevnetWarp } from "./devnet-warp";
import { printJson } from "./print";

const DEFAULT_PORT = 8_545;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface DevnetFlags {
  port: number;
  httpPort?: number;
  host: string;
  state?: string;
  json?: true;
}

/** Adds `opendepin devnet` with its subcommands. */
export function addDevnet(program: Command, context: CliContext): void {
  const devnet = program
    .command("devnet")
    .description("run a chain with the whole suite on it, deployed and seeded, until Ctrl-C; needs anvil")
    .enablePositionalOptions()
    .option("--port <port>", "port of JSON-RPC", portNumber, DEFAULT_PORT)
    .option("--http-port <port>", "port of /health, /manifest and /faucet (default: the next)", portNumber)
    .option("--host <address>", "address to listen on", LOOPBACK)
    .option("--state <dir>", "directory that keeps the devnet when it ends, and from which it goes on")
    .option("--json", "print the manifest as JSON once it is ready")
    .action((flags: DevnetFlags) => serve(flags, context));
  addDevnetWait(devnet, context);
  addDevnetWarp(devnet, context);
  addDevnetEpoch(devnet, context);
  addDevnetFaucet(devnet, context);
  addDevnetSnapshot(devnet, context);
  addDevnetRestore(devnet, context);
  addDevnetReset(devnet, context);
}

async function serve(flags: DevnetFlags, context: CliContext): Promise<void> {
  const started = performance.now();
  const { port, host, state } = flags;
  const options = { folder: ".", host, port, httpPort: flags.httpPort ?? port + 1, state };
  if (!isLoopback(host)) {
    context.stderr.write(
      `warning: whoever reaches ${host} can use this devnet; its keys are public knowledge\n`,
    );
  }
  const interruption = interrupted();
  const devnet = await startUnless(interruption, options);
  if (devnet === undefined) return;
  try {
    const manifest = await requireManifest(options.folder);
    if (flags.json === true) printJson(context.stdout, manifest);
    else printDevnet(context, manifest, (performance.now() - started) / 1000);
    await endOf(devnet, interruption);
  } finally {
    await devnet.close();
  }
}

/** Undefined if it was interrupted: then the chain has got the same signal, and nothing of it remains. */
async function startUnless(
  interruption: Interruption,
  options: ServeOptions,
): Promise<ServedDevnet | undefined> {
  try {
    return await serveDevnet(options);
  } catch (error) {
    if (interruption.happened) return undefined;
    throw error;
  }
}

async function endOf(devnet: ServedDevnet, interruption: Interruption): Promise<void> {
  const broken = devnet.broken.then(async (code) => {
    // Ctrl-C reaches the chain too, perhaps before it reaches us.
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (interruption.happened) return;
    throw new OpenDepinError(
      "ANVIL_FAILED",
      `anvil ended with exit code ${code ?? "none"}; see ${MANIFEST_FILE}'s folder for what was kept`,
      { exitCode: EXIT.internal },
    );
  });
  await Promise.race([interruption.promise, broken]);
}

interface Interruption {
  readonly promise: Promise<void>;
  happened: boolean;
}

function interrupted(): Interruption {
  const interruption = { promise: Promise.resolve(), happened: false };
  interruption.promise = new Promise((resolve) => {
    for (const signal of SIGNALS) {
      process.once(signal, () => {
        interruption.happened = true;
        resolve();
      });
    }
  });
  return interruption;
}
