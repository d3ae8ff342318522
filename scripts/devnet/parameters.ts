import { join } from "node:path";

import type { Fields } from "../../deploy/parameter-fields";
import { type NetworkParameters, readParameters } from "../../deploy/parameters";
import type { NamedAccounts } from "./accounts";

const PARAMETERS = join(__dirname, "../../deploy/parameters/devnet.json5");

/** Parameters whose value is an account: the devnet's file names accounts instead of their addresses. */
const ACCOUNT_PARAMETERS: ReadonlySet<string> = new Set([
  "account",
  "signer",
  "treasury",
  "guardian",
  "arbiter",
]);

/** When epoch 0 starts. Always the same, so that everything that follows from it is: addresses, roots, times. */
export const DEVNET_GENESIS = Date.UTC(2026, 0, 1) / 1000;

export function devnetParameters(accounts: NamedAccounts): NetworkParameters {
  return readParameters(PARAMETERS, (file) => ({
    ...addressed(file, new Map(Object.entries(accounts).map(([name, { address }]) => [name, address]))),
    emissions: { ...(file["emissions"] as Fields), genesis: DEVNET_GENESIS },
  }));
}

function addressed(fields: Fields, addresses: ReadonlyMap<unknown, string>): Fields {
  const entries = Object.entries(fields).map(([key, value]) => {
    const address = ACCOUNT_PARAMETERS.has(key) ? addresses.get(value) : undefined;
    return [key, address ?? within(value, addresses)] as const;
  });
  return Object.fromEntries(entries);
}

function within(value: unknown, addresses: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => within(item, addresses));
  return typeof value === "object" && value !== null ? addressed(value as Fields, addresses) : value;
}
