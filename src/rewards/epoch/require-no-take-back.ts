import { OpenDepinError } from "../../errors";
import type { Ledger } from "../ledger";
import type { AccountAmounts } from "./account-amounts";
import type { Claims } from "./claims";
import { formatAddress } from "../../flat/format";

/**
 * Refuses corrections that take an account below what the epoch before promised it.
 *
 * The account may have claimed by the time the report is final. It then keeps the money, while funding follows the
 * total: the claims of others would find that much too little.
 *
 * @throws OpenDepinError `CORRECTION_TAKES_BACK` naming the first such account and what can be taken back at most.
 */
export function requireNoTakeBack(corrections: AccountAmounts, previous: Ledger, claims: Claims): void {
  for (const { account, amount, line } of corrections.entries()) {
    if (amount >= 0n) continue;
    const address = formatAddress(account.bytes, 0);
    const before = previous.cumulativeOf(address);
    const after = claims.at(claims.indexOf(account)).cumulative;
    if (after >= before) continue;
    const earned = after - before - amount;
    throw new OpenDepinError(
      "CORRECTION_TAKES_BACK",
      `${amount} takes account ${address} below the ${before} that it may have claimed already; take back at most the ${earned} that it earns in this epoch and the rest in later ones, or give --take-back if it has claimed less`,
    ).at(corrections.source, line);
  }
}
