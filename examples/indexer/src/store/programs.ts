import type { Context } from "ponder:registry";
import { distributor, program } from "ponder:schema";
import type { Address } from "viem";

import { requireRow } from "./require-row";

type Program = typeof program.$inferSelect;

/** The program that a distributor pays for. */
export async function programOf({ db }: Pick<Context, "db">, address: Address): Promise<Program> {
  const known = requireRow(await db.find(distributor, { address }), `the distributor ${address}`);
  return requireRow(await db.find(program, { id: known.programId }), `program ${known.programId}`);
}
