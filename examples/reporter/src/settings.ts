import { parseArgs } from "node:util";

import type { Address } from "opendepin";

export interface Settings {
  rpc: string;
  distributor: Address;
  registry: Address | undefined;
  staking: Address | undefined;
  /** What each epoch shares, in base units. */
  budget: string;
  /** Directory with `epoch-<n>.csv`: what devices contributed, as this reporter has measured or received it. */
  contributions: string;
  /** This reporter's own epochs, `epoch-<n>` each. */
  epochs: string;
  /** Directory that all members see: requests and signatures. */
  shared: string;
  /** Where published epochs can be fetched; `{epoch}` stands for the number. */
  dataUri: string;
  /** Seconds between looks at the chain. */
  interval: number;
  /** Do all that there is to do, and end. */
  once: boolean;
}

export const USAGE = `usage: npm start -- --rpc <url> --distributor <address> --budget <amount>
         --contributions <dir> --epochs <dir> --shared <dir> [--data-uri <uri with {epoch}>]
         [--registry <address>] [--staking <address>] [--interval <seconds>] [--once]
  the member's key is in OPENDEPIN_PRIVATE_KEY, or OPENDEPIN_KEYSTORE with OPENDEPIN_KEYSTORE_PASSWORD`;

const REQUIRED = ["rpc", "distributor", "budget", "contributions", "epochs", "shared"] as const;

/** Reads the command line; undefined if something is missing. */
export function readSettings(argv: string[]): Settings | undefined {
  const { values } = parseArgs({
    args: argv,
    options: {
      rpc: { type: "string", default: "" },
      distributor: { type: "string", default: "" },
      registry: { type: "string" },
      staking: { type: "string" },
      budget: { type: "string", default: "" },
      contributions: { type: "string", default: "" },
      epochs: { type: "string", default: "" },
      shared: { type: "string", default: "" },
      "data-uri": { type: "string", default: "" },
      interval: { type: "string", default: "15" },
      once: { type: "boolean", default: false },
    },
  });
  if (REQUIRED.some((name) => values[name] === "")) return undefined;
  return {
    ...values,
    distributor: values.distributor as Address,
    registry: values.registry as Address | undefined,
    staking: values.staking as Address | undefined,
    dataUri: values["data-uri"],
    interval: Number(values.interval),
  };
}
