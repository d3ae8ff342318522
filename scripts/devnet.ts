/** The local devnet: `npm run devnet -- --help` says what it does. */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";

import { formatUnits } from "ethers";

import type { DevnetManifest } from "../src/devnet/manifest";
import { EXIT, OpenDepinError } from "../src/errors";
import { answers, waitUntilReady } from "./devnet/check";
import { MANIFEST_FILE } from "./devnet/manifest-file";
import { startDevnet, writeManifest } from "./devnet/start";
import { parseDuration, warp } from "./devnet/warp";

const DEFAULT_PORT = 8545;
const DEFAULT_TIMEOUT_SECONDS = 60;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      check: { type: "boolean" },
      timeout: { type: "string" },
      warp: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return help();
  if (values.warp !== undefined) return forward(values.warp);
  if (values.check === true)
    return check(integer("--timeout", values.timeout, DEFAULT_TIMEOUT_SECONDS, 86_400));
  return serve(integer("--port", values.port, DEFAULT_PORT, 65_535));
}

function help(): number {
  console.log(`npm run devnet                           start on 127.0.0.1:${DEFAULT_PORT}; Ctrl-C ends it
npm run devnet -- --port 9000            start on another port
npm run devnet -- --check [--timeout 10] wait until the devnet of this folder is ready; exit code 0 or 1
npm run devnet -- --warp 2h              move the running devnet's clock forward (s, m, h, d)`);
  return EXIT.ok;
}

async function serve(port: number): Promise<number> {
  const started = performance.now();
  const devnet = await startDevnet(port);
  const { manifest } = devnet;
  if (!(await answers(manifest))) throw new Error("the devnet serves, but its contracts do not answer");
  writeManifest(manifest);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  console.log(`Devnet ready in ${seconds} s: ${manifest.rpc}, chain id ${manifest.chainId}\n`);
  console.table(contractsOf(manifest));
  console.table(epochsOf(manifest));
  console.table(devicesByKind(manifest));
  console.log(nextSteps(manifest));
  console.log("Ctrl-C ends it.");

  await interrupted();
  rmSync(MANIFEST_FILE, { force: true });
  await devnet.close();
  return EXIT.ok;
}

/** Every contract's address; of distributors there is one a program. */
function contractsOf({ contracts, programs }: DevnetManifest): Record<string, string> {
  const distributors = programs.map(({ name, distributor }) => [`${name} distributor`, distributor] as const);
  return { ...contracts, ...Object.fromEntries(distributors) };
}

function epochsOf({ programs }: DevnetManifest): Record<string, object> {
  const rows = programs.flatMap(({ name, epochs }) =>
    epochs.map(({ epoch, status, total, directory }) => {
      const shown = { status, "total EXN": formatUnits(total), directory };
      return [`${name}, epoch ${epoch}`, shown] as const;
    }),
  );
  return Object.fromEntries(rows);
}

function nextSteps({ rpc, programs }: DevnetManifest): string {
  const [claimable, pending] = (programs[0]?.epochs ?? []).map(({ directory }) => directory);
  const disputed = programs.flatMap(({ epochs }) => epochs).find(({ status }) => status === "disputed");
  return `Addresses, accounts, devices and keys: ${MANIFEST_FILE}. What to do next, in another terminal:

  export OPENDEPIN_PRIVATE_KEY=$(node -p "require('./${MANIFEST_FILE}').accounts.alice.privateKey")
  npm run -s opendepin -- claim ${claimable} --all --rpc ${rpc}
  npm run devnet -- --warp 1h      # lets the challenge window of epoch 1 pass
  npm run -s opendepin -- epoch finalize ${pending} --rpc ${rpc}
  npm run -s opendepin -- epoch verify ${disputed?.directory}      # says what is wrong with it
`;
}

/** How many devices there are of each kind, and how many earn nothing at present. */
function devicesByKind({ kinds, devices }: DevnetManifest): Record<string, object> {
  const rows = kinds.map(({ kind, name, category }) => {
    const ofKind = devices.filter((device) => device.kind === kind);
    const suspended = ofKind.filter(({ suspension }) => suspension !== null).length;
    const released = ofKind.filter(({ owner }) => owner === null).length;
    return [name, { category, devices: ofKind.length, suspended, released }] as const;
  });
  return Object.fromEntries(rows);
}

async function check(timeoutSeconds: number): Promise<number> {
  if (await waitUntilReady(timeoutSeconds)) {
    console.log("ready");
    return EXIT.ok;
  }
  console.error(`no devnet was ready in this folder within ${timeoutSeconds} s; start one: npm run devnet`);
  return EXIT.no;
}

async function forward(duration: string): Promise<number> {
  const now = await warp(parseDuration(duration));
  console.log(`the devnet's clock is at ${new Date(now * 1000).toISOString()}`);
  return EXIT.ok;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve);
  });
}

function integer(option: string, text: string | undefined, fallback: number, max: number): number {
  if (text === undefined) return fallback;
  if (/^[1-9][0-9]*$/.test(text) && Number(text) <= max) return Number(text);
  throw new OpenDepinError("USAGE", `${option} takes a whole number from 1 to ${max}, not "${text}"`);
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    const known = error instanceof OpenDepinError || (error instanceof TypeError && "code" in error);
    console.error(known ? `error: ${error.message}` : error);
    process.exit(error instanceof OpenDepinError ? error.exitCode : known ? EXIT.input : EXIT.internal);
  });
