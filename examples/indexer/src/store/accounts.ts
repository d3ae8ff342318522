import type { Context } from "ponder:registry";
import { account } from "ponder:schema";
import type { Address } from "viem";

type Account = typeof account.$inferSelect;

/** Changes an account's row, which its first event makes. */
export async function updateAccount(
  { db }: Pick<Context, "db">,
  id: Address,
  change: (row: Account) => Partial<Omit<Account, "id">>,
): Promise<void> {
  const fresh = { id, defaultPayee: null, bonded: 0n, thawing: 0n, slashed: 0n, claimed: 0n };
  await db
    .insert(account)
    .values({ ...fresh, ...change(fresh) })
    .onConflictDoUpdate(change);
}
