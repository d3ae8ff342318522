/** Deploys a network to a live chain and hands it over: `npm run deploy -- --help` says how. */
import { createInterface } from "node:readline/promises";

import { formatUnits } from "ethers";

import { deployerOf } from "../deploy/deploy-network";
import { type Check, checkLaunch } from "../deploy/launch/checks";
import { findHandedOver, launch, type Launched } from "../deploy/launch/launch";
import { readLaunchParameters } from "../deploy/launch/launch-parameters";
import { openNetwork } from "../deploy/launch/open-network";
import { gasOf, planDeployment, type PlannedStep } from "../deploy/launch/plan";
import { requireChain } from "../deploy/launch/require-chain";
import { printJson, printTable } from "../src/cli/print";
import { EXIT } from "../src/errors";
import { NETWORK_OPTIONS, networkArguments, parseOptions } from "./launch/arguments";
import { confirmationsOf, pollingOf } from "./launch/pace";
import { runScript } from "./launch/run-script";

const HELP = `npm run deploy -- --network <name> [--parameters <file>]

Checks everything, shows the plan, deploys, installs the role table, hands over. Run it again after an interruption: it
goes on. Run it again afterwards: it sends nothing.

  --network <name>      its endpoint is in OPENDEPIN_RPC_<NAME>, or it is localhost
  --parameters <file>   deploy/parameters/<name>.json5 unless said otherwise
  --plan                checks and shows the plan, and sends nothing
  --yes                 does not ask for confirmation on a terminal
  --confirmations <n>   blocks after which a transaction counts: 5, on a local chain 1
  --directory <dir>     keeps addresses and journal there instead of src/deployments and deploy/deployments
  --json                the result as JSON

Keys: OPENDEPIN_PRIVATE_KEY, OPENDEPIN_KEYSTORE (a file) with OPENDEPIN_KEYSTORE_PASSWORD, or OPENDEPIN_LEDGER (its
address). Endpoint and key may also be in Hardhat's store: npx hardhat vars set OPENDEPIN_PRIVATE_KEY`;

const OPTIONS = {
  ...NETWORK_OPTIONS,
  plan: { type: "boolean" },
  yes: { type: "boolean" },
  confirmations: { type: "string" },
} as const;

/** What people read; the result alone goes to stdout when it is JSON. */
let output: NodeJS.WriteStream = process.stdout;

async function main(): Promise<number> {
  const values = parseOptions(OPTIONS);
  if (values.help === true) {
    console.log(HELP);
    return EXIT.ok;
  }
  if (values.json === true) output = process.stderr;
  const { network, parameters: file, store } = networkArguments(values);
  const parameters = await readLaunchParameters(file);
  const hre = await openNetwork(network, true);
  await requireChain(hre.ethers.provider, parameters.chainId);
  await hre.run("compile", { quiet: true });
  const record = store.recordOf(parameters.chainId);
  const finished = await findHandedOver(hre, parameters.chainId, store);
  if (finished !== undefined) return report({ deployment: finished, transactions: 0 }, record, values.json);

  const plan = await planDeployment(hre, parameters.network, store.journalOf(parameters.chainId));
  const { address: deployer } = await deployerOf(hre);
  const { maxFeePerGas, gasPrice } = await hre.ethers.provider.getFeeData();
  const cost = gasOf(plan) * (maxFeePerGas ?? gasPrice ?? 0n);
  const checks = await checkLaunch(parameters, { deployer, cost }, hre.ethers.provider);
  show(plan, checks);
  if (checks.some(({ fault }) => fault !== undefined)) return EXIT.no;
  if (values.plan === true || !(await confirmed(values.yes === true))) return EXIT.ok;

  const confirmations = confirmationsOf(values.confirmations, parameters.chainId);
  const launched = await launch(hre, parameters, {
    store,
    confirmations,
    pollingMs: pollingOf(confirmations),
    onStep: (step, address) => output.write(`${step}${address === undefined ? "" : ` ${address}`}\n`),
  });
  return report(launched, record, values.json);
}

function show(plan: readonly PlannedStep[], checks: readonly Check[]): void {
  const io = { stdout: output, stderr: process.stderr };
  const steps = plan.map(({ step, action, gas, address, done }) => [
    step,
    action,
    done ? (address ?? "done") : `up to ${formatUnits(gas, 6)} M gas`,
  ]);
  printTable(io, ["step", "", "state"], [...steps, ["role table", "call", ""], ["hand-over", "call", ""]]);
  output.write("\n");
  const rows = checks.map(({ subject, found, fault }) => [subject, found, fault ?? "ok"]);
  printTable(io, ["check", "found", ""], rows);
  output.write("\n");
}

/** A person is asked once; a program has said what it wants. */
async function confirmed(yes: boolean): Promise<boolean> {
  if (yes || !process.stdin.isTTY || !process.stdout.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Deploy this? What is deployed cannot be changed. (yes/no) ");
  terminal.close();
  return answer.trim() === "yes";
}

function report({ deployment, transactions }: Launched, file: string, json = false): number {
  if (json) {
    printJson(process.stdout, { transactions, file, deployment });
    return EXIT.ok;
  }
  const sent =
    transactions === 0
      ? "nothing was left to do: no transaction was sent"
      : `${transactions} transactions sent`;
  console.log(`${sent}; the network is handed over, its addresses are in ${file}`);
  return EXIT.ok;
}

runScript(main);
