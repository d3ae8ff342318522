import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { KeyedRows } from "../../flat/keyed-rows";
import { parseAccount, quote } from "./parse";
import { newWord, readWord, type Word, WORD_BYTES, writeWord } from "../../flat/word";

/** An account's amount and the line that it stands on; the word is only valid until the next one is read. */
export interface AccountAmount {
  account: Word;
  amount: bigint;
  line: number;
}

/** Signed amounts by account, each account once: the payouts or the corrections of an epoch. */
export class AccountAmounts {
  /** Rows (account, magnitude). */
  readonly #rows = new KeyedRows(2);
  readonly #negative = new Set<number>();
  readonly #lines = new Column();
  readonly #account = newWord();

  /** @param source Name of the file that the amounts come from, for messages. */
  constructor(readonly source: string) {}

  /**
   * Takes one account's amount.
   *
   * @throws OpenDepinError `ACCOUNT_DUPLICATE` when the account already has one, and what the parser throws.
   */
  add(account: string, amount: bigint, line: number): void {
    parseAccount(account, this.#account, "account");
    const next = this.#rows.length;
    const row = this.#rows.findOrAppend(this.#account);
    if (row !== next) {
      throw new OpenDepinError(
        "ACCOUNT_DUPLICATE",
        `account ${quote(account)} is also on line ${this.#lines.at(row)}; give every account one row`,
      );
    }
    writeWord(this.#rows.view, row * this.#rows.rowBytes + WORD_BYTES, amount < 0n ? -amount : amount);
    if (amount < 0n) this.#negative.add(row);
    this.#lines.push(line);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The amounts in input order. */
  *entries(): Generator<AccountAmount, void, undefined> {
    const { bytes, view, rowBytes, length } = this.#rows;
    const account = newWord();
    for (let row = 0; row < length; row++) {
      const start = row * rowBytes;
      account.bytes.set(bytes.subarray(start, start + WORD_BYTES));
      const magnitude = readWord(view, start + WORD_BYTES);
      yield { account, amount: this.#negative.has(row) ? -magnitude : magnitude, line: this.#lines.at(row) };
    }
  }
}
