import { OpenDepinError } from "../errors";
import type { Address } from "../hex";
import { formatAddress } from "../flat/format";
import { KeyedRows } from "../flat/keyed-rows";
import { parseAccount } from "./epoch/parse";
import { newWord, readWord, UINT256_MAX, type Word, WORD_BYTES, writeWord } from "../flat/word";

/** What an epoch adds to an account's cumulative total; negative for a correction. */
export interface Delta {
  account: string;
  delta: bigint;
}

/**
 * Cumulative totals of accounts, in the token's base units, in flat memory.
 *
 * A ledger is a value: {@link updateLedger} makes the next one and leaves the previous one as it was.
 */
export class Ledger {
  /** Rows (account, cumulative) in the order of first appearance. */
  readonly #rows: KeyedRows;
  #total: bigint;

  private constructor(rows: KeyedRows, total: bigint) {
    this.#rows = rows;
    this.#total = total;
  }

  /** A ledger of no accounts: where a network starts. */
  static empty(): Ledger {
    return new Ledger(new KeyedRows(2), 0n);
  }

  /** Number of accounts. */
  get length(): number {
    return this.#rows.length;
  }

  /** Σ cumulative over all accounts; in [0, 2^256 − 1]. */
  get total(): bigint {
    return this.#total;
  }

  /** Rows (account, cumulative), 64 bytes each. */
  get rows(): KeyedRows {
    return this.#rows;
  }

  /** An account's cumulative total; 0 when the ledger does not know it. */
  cumulativeOf(account: string): bigint {
    const key = newWord();
    parseAccount(account, key, "account");
    const row = this.#rows.find(key);
    return row < 0 ? 0n : readWord(this.#rows.view, this.#cumulativeAt(row));
  }

  /** Accounts in lower-case hex, with their cumulative totals. */
  *entries(): Generator<[Address, bigint], void, undefined> {
    for (let row = 0; row < this.length; row++) {
      const start = row * this.#rows.rowBytes;
      yield [formatAddress(this.#rows.bytes, start), readWord(this.#rows.view, this.#cumulativeAt(row))];
    }
  }

  /** A copy that changes on its own. */
  copy(): Ledger {
    return new Ledger(this.#rows.copy(), this.#total);
  }

  /**
   * Adds to an account's cumulative total, in place: the step that {@link updateLedger} repeats.
   *
   * @throws OpenDepinError `LEDGER_NEGATIVE` when the cumulative total would fall below zero, `LEDGER_OVERFLOW` when
   * the sum over all accounts would exceed 2^256 − 1.
   */
  add(account: Word, delta: bigint): void {
    const row = this.#rows.findOrAppend(account);
    const at = this.#cumulativeAt(row);
    const cumulative = readWord(this.#rows.view, at);
    if (cumulative + delta < 0n) throw negative(account, cumulative, delta);
    if (this.#total + delta > UINT256_MAX) throw overflow(account, delta);
    this.#total += delta;
    writeWord(this.#rows.view, at, cumulative + delta);
  }

  #cumulativeAt(row: number): number {
    return row * this.#rows.rowBytes + WORD_BYTES;
  }
}

/**
 * Adds an epoch's deltas to a ledger, in their order.
 *
 * A correction is a negative delta of a later epoch: what has been finalised never changes. Warning: below the total of
 * the epoch before, which the account may have claimed already, it leaves others with too little to claim.
 *
 * @param previous The ledger of the epoch before; not changed.
 * @param deltas Accounts, as often as wanted, each with what is added to its cumulative total.
 * @returns The ledger after the epoch; every account of the previous one is still in it.
 * @throws OpenDepinError `LEDGER_NEGATIVE`, `LEDGER_OVERFLOW`, or a malformed account's error.
 */
export function updateLedger(previous: Ledger, deltas: Iterable<Delta>): Ledger {
  const next = previous.copy();
  const key = newWord();
  for (const { account, delta } of deltas) {
    parseAccount(account, key, "account");
    next.add(key, delta);
  }
  return next;
}

function negative(account: Word, cumulative: bigint, delta: bigint): OpenDepinError {
  return new OpenDepinError(
    "LEDGER_NEGATIVE",
    `${delta.toString()} would take account ${formatAddress(account.bytes, 0)} below zero from ` +
      `${cumulative.toString()}; a correction can take back at most the cumulative total`,
  );
}

function overflow(account: Word, delta: bigint): OpenDepinError {
  return new OpenDepinError(
    "LEDGER_OVERFLOW",
    `${delta.toString()} for account ${formatAddress(account.bytes, 0)} takes the total of all accounts above 2^256 - 1`,
  );
}
