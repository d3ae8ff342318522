import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import JSON5 from "json5";

import { type Fields } from "../../../deploy/parameter-fields";

const PARAMETERS = resolve(__dirname, "../../../deploy/parameters");
const EXAMPLE_ACCOUNT = /0xfa4e0{32}[0-9a-f]{4}/g;

/** What the accounts of the examples are, in the order of their numbers. */
export const EXAMPLE_ROLES = [
  "treasury",
  "vesting",
  "operators",
  "maker",
  "guardian",
  "arbiter",
  "reporter1",
  "reporter2",
  "reporter3",
  "reporter4",
  "reporter5",
] as const;

export interface Filled {
  /** Which chain the file is for. */
  chainId: number;
  /** Addresses in the order of {@link EXAMPLE_ROLES}. */
  accounts: readonly string[];
  genesis: number;
}

/** The text of an example, filled in as its first lines ask for. */
export function filledExample(name: "mainnet" | "sepolia", { chainId, accounts, genesis }: Filled): string {
  const text = readFileSync(`${PARAMETERS}/${name}.example.json5`, "utf8");
  const addressed = text.replace(EXAMPLE_ACCOUNT, (example) => {
    const account = accounts[Number.parseInt(example.slice(-4), 16) - 1];
    if (account === undefined) throw new Error(`nobody is named for ${example}`);
    return account;
  });
  const fields = JSON5.parse<Fields>(addressed);
  const emissions = { ...(fields["emissions"] as Fields), genesis };
  return JSON.stringify({ ...fields, chainId, emissions });
}
