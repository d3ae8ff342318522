/** Hands the sources of a deployed network to a block explorer: `npm run verify-sources -- --help` says how. */
import { vars } from "hardhat/config";

import { addressesIn } from "../deploy/launch/deployment-record";
import { readLaunchParameters } from "../deploy/launch/launch-parameters";
import { openNetwork } from "../deploy/launch/open-network";
import { requireChain } from "../deploy/launch/require-chain";
import { ETHERSCAN, Explorer, type Verification } from "../deploy/verify/explorer";
import { type VerifiableContract, verifiableContracts } from "../deploy/verify/verifiable-contract";
import { printJson } from "../src/cli/print";
import { EXIT, OpenDepinError } from "../src/errors";
import { NETWORK_OPTIONS, networkArguments, parseOptions } from "./launch/arguments";
import { runScript } from "./launch/run-script";

const KEY = "OPENDEPIN_ETHERSCAN_KEY";

const HELP = `npm run verify-sources -- --network <name> [--parameters <file>]

Hands the sources of every contract of a deployed network to a block explorer, which compiles them and compares the code.
What is verified is not handed in again. Exit code 0 if all are verified, 1 if one was refused.

  --network <name>      its endpoint is in OPENDEPIN_RPC_<NAME>, or it is localhost
  --parameters <file>   deploy/parameters/<name>.json5 unless said otherwise
  --directory <dir>     where npm run deploy was told to keep the addresses
  --explorer <url>      API of another explorer of Etherscan's form, as Blockscout's https://<instance>/api
  --json                the results as JSON

The key of Etherscan's API comes from ${KEY}, or from Hardhat's store: npx hardhat vars set ${KEY}`;

const OPTIONS = { ...NETWORK_OPTIONS, explorer: { type: "string" } } as const;

type Row = Pick<VerifiableContract, "name" | "address"> & Verification;

async function main(): Promise<number> {
  const values = parseOptions(OPTIONS);
  if (values.help === true) {
    console.log(HELP);
    return EXIT.ok;
  }
  const { network, parameters: file, store } = networkArguments(values);
  const { chainId, network: parameters } = await readLaunchParameters(file);
  const hre = await openNetwork(network, false);
  const { provider } = hre.ethers;
  const explorer = new Explorer(values.explorer ?? ETHERSCAN, keyFor(values.explorer), chainId);
  await requireChain(provider, chainId);
  const addresses = addressesIn(await store.read(chainId));
  await hre.run("compile", { quiet: true });
  const contracts = await verifiableContracts({ hre, provider, addresses, parameters });
  const rows = await verifyAll(contracts, explorer, values.json === true);
  if (values.json === true)
    printJson(process.stdout, { network, chainId, explorer: explorer.url, contracts: rows });
  return rows.some(({ result }) => result === "refused") ? EXIT.no : EXIT.ok;
}

/** One after another: explorers refuse floods. Each takes seconds, so each is told when it is known. */
async function verifyAll(
  contracts: readonly VerifiableContract[],
  explorer: Explorer,
  json: boolean,
): Promise<Row[]> {
  const width = Math.max(...contracts.map(({ name }) => name.length));
  const rows: Row[] = [];
  for (const contract of contracts) {
    const row = { name: contract.name, address: contract.address, ...(await explorer.verify(contract)) };
    const { name, address, result, reason } = row;
    if (!json) console.log([name.padEnd(width), address, result, reason ?? ""].join("  ").trimEnd());
    rows.push(row);
  }
  return rows;
}

/** @throws OpenDepinError `KEY_MISSING`. */
function keyFor(explorer: string | undefined): string {
  const key = process.env[KEY] ?? (vars.has(KEY) ? vars.get(KEY) : undefined);
  if (key !== undefined) return key;
  if (explorer !== undefined) return "none";
  throw new OpenDepinError(
    "KEY_MISSING",
    `Etherscan asks for a key: set ${KEY} (or npx hardhat vars set it), or name another explorer with --explorer`,
  );
}

runScript(main);
