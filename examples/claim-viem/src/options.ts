import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import type { Address, DevnetManifest, Hex } from "opendepin";

export interface Options {
  /** Directory of an epoch, or a dump of it. */
  epoch: string;
  account: Address;
  rpc: string;
  distributor: Address;
  /** Signs the claim; undefined if nothing is to be sent. */
  key: Hex | undefined;
}

export const USAGE = `usage: npm start -- <epoch directory or dump> --account <address> [--claim]
         (--manifest <devnet.json> [--program <id>] | --rpc <url> --distributor <address>)
  --claim sends, with the key in OPENDEPIN_PRIVATE_KEY; whoever sends, the account is paid`;

/** Reads the command line; undefined if it makes no sense. */
export function readOptions(argv: string[]): Options | undefined {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      claim: { type: "boolean", default: false },
      manifest: { type: "string" },
      program: { type: "string", default: "1" },
      rpc: { type: "string" },
      distributor: { type: "string" },
    },
  });
  const [epoch] = positionals;
  const network = values.manifest === undefined ? values : networkOf(values.manifest, Number(values.program));
  const key = values.claim ? process.env["OPENDEPIN_PRIVATE_KEY"] : undefined;
  const { account } = values;
  const { rpc, distributor } = network;
  const isIncomplete = epoch === undefined || account === undefined || rpc === undefined;
  if (isIncomplete || distributor === undefined || (values.claim && key === undefined)) return undefined;
  return {
    epoch,
    account: account as Address,
    rpc,
    distributor: distributor as Address,
    key: key as Hex | undefined,
  };
}

function networkOf(file: string, program: number): { rpc: string; distributor: Address | undefined } {
  const { rpc, programs } = JSON.parse(readFileSync(file, "utf8")) as DevnetManifest;
  return { rpc, distributor: programs.find((each) => each.program === program)?.distributor };
}
