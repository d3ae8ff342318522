import type { NetworksUserConfig } from "hardhat/types";

/** The endpoint of `sepolia` is in `OPENDEPIN_RPC_SEPOLIA`. */
const PREFIX = "OPENDEPIN_RPC_";

/** Reads a variable of the environment or, if it has none, of Hardhat's own store (`npx hardhat vars set`). */
export type Variable = (name: string) => string | undefined;

/** The variable that has a network's endpoint. */
export function endpointVariable(network: string): string {
  return `${PREFIX}${network.toUpperCase().replaceAll("-", "_")}`;
}

/**
 * The networks that can be deployed to: each whose endpoint the environment has, and the one that is asked for.
 *
 * @param asked Its endpoint may be in Hardhat's store, which cannot be listed.
 */
export function liveNetworks(
  environment: NodeJS.ProcessEnv,
  variable: Variable,
  asked: string | undefined,
): NetworksUserConfig {
  const named = Object.keys(environment).filter((name) => name.startsWith(PREFIX));
  const names = named.map((name) => name.slice(PREFIX.length).toLowerCase().replaceAll("_", "-"));
  const ledger = environment["OPENDEPIN_LEDGER"];
  return Object.fromEntries(
    [...names, ...(asked === undefined ? [] : [asked])].flatMap((name) => {
      const url = variable(endpointVariable(name));
      const account = ledger === undefined ? {} : { ledgerAccounts: [ledger] };
      return url === undefined ? [] : [[name, { url, ...account }]];
    }),
  );
}
