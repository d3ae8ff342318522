/** Compares a deployed network with what it should be: `npm run status -- --help` says how. */
import { addressesIn } from "../deploy/launch/deployment-record";
import { readLaunchParameters } from "../deploy/launch/launch-parameters";
import { openNetwork } from "../deploy/launch/open-network";
import { requireChain } from "../deploy/launch/require-chain";
import { requireCode } from "../deploy/launch/require-code";
import { statusOf } from "../deploy/status/status";
import { printJson } from "../src/cli/print";
import { EXIT } from "../src/errors";
import { NETWORK_OPTIONS, networkArguments, parseOptions } from "./launch/arguments";
import { runScript } from "./launch/run-script";

const HELP = `npm run status -- --network <name> [--parameters <file>]

Compares code, wiring, parameters and the whole role table of a deployed network with what this repository and the
parameters say. Reads only. Exit code 0 if nothing differs, 1 if something does: one line each.

  --network <name>      its endpoint is in OPENDEPIN_RPC_<NAME>, or it is localhost
  --parameters <file>   deploy/parameters/<name>.json5 unless said otherwise
  --directory <dir>     where npm run deploy was told to keep the addresses
  --json                the result as JSON`;

async function main(): Promise<number> {
  const values = parseOptions(NETWORK_OPTIONS);
  if (values.help === true) {
    console.log(HELP);
    return EXIT.ok;
  }
  const { network, parameters: file, store } = networkArguments(values);
  const { chainId, network: parameters } = await readLaunchParameters(file);
  const hre = await openNetwork(network, false);
  const { provider } = hre.ethers;
  await requireChain(provider, chainId);
  await hre.run("compile", { quiet: true });
  const addresses = addressesIn(await store.read(chainId));
  await requireCode(provider, addresses.AccessManager, store.recordOf(chainId));

  const { facts, differences } = await statusOf({ hre, provider, addresses, parameters });
  if (values.json === true) printJson(process.stdout, { network, chainId, facts, differences });
  else for (const line of differences) console.log(line);
  if (values.json !== true) console.log(summaryOf(network, facts, differences.length));
  return differences.length === 0 ? EXIT.ok : EXIT.no;
}

function summaryOf(network: string, facts: number, differences: number): string {
  return differences === 0
    ? `${network} is what it should be: ${facts} facts and the whole role table`
    : `${network} differs in ${differences} of what was looked up`;
}

runScript(main);
