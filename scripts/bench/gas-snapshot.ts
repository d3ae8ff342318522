import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { GasTable } from "./gas";

const SNAPSHOT = join(__dirname, "../../test/gas-snapshot.json");

/** The gas that was committed. */
export function readGasSnapshot(): GasTable {
  return JSON.parse(readFileSync(SNAPSHOT, "utf8")) as GasTable;
}

export function writeGasSnapshot(table: GasTable): void {
  writeFileSync(SNAPSHOT, `${JSON.stringify(table, undefined, 2)}\n`);
}
