import { OpenDepinError } from "../errors";
import { KeyedRows } from "../flat/keyed-rows";
import { newWord, readWord, type Word, WORD_BYTES, writeWord } from "../flat/word";
import { type Address, writeHex } from "../hex";
import type { StakingEvent } from "./staking-event";

const ADDRESS_BYTES = 20;
const ADDRESS_PADDING = WORD_BYTES - ADDRESS_BYTES;

/** What every account has bonded, without what thaws, folded from a staking's events: flat, about 70 bytes an account. */
export class Bonds {
  /** Rows (account, base units bonded). */
  readonly #rows: KeyedRows;
  readonly #account = newWord();
  #isDeployed = false;

  constructor(rows = new KeyedRows(2)) {
    this.#rows = rows;
  }

  /** Whether the staking was there when the events end: its constructor writes one. */
  get isDeployed(): boolean {
    return this.#isDeployed;
  }

  /**
   * Takes the next event; events come in the order of the chain.
   *
   * @throws OpenDepinError `EVENTS_INCOMPLETE` when more leaves a bond than came in.
   */
  apply(event: StakingEvent): void {
    switch (event.type) {
      case "thaw-period-set":
        this.#isDeployed = true;
        break;
      case "bonded":
        this.#add(event.account, event.amount);
        break;
      case "thaw-started":
        this.#add(event.account, -event.amount);
        break;
      case "slashed":
        this.#add(event.account, -event.fromBond);
        break;
    }
  }

  /** What an account has bonded, in base units. */
  bondedOf(account: Address): bigint {
    this.#read(account);
    const row = this.#rows.find(this.#account);
    return row < 0 ? 0n : this.#amountAt(row);
  }

  /** Takes from an account's bond, if it has as much; else nothing. */
  take(account: Word, amount: bigint): boolean {
    const row = this.#rows.find(account);
    if (row < 0) return amount === 0n;
    const bonded = this.#amountAt(row);
    if (bonded < amount) return false;
    this.#set(row, bonded - amount);
    return true;
  }

  /** Bonds that change on their own. */
  copy(): Bonds {
    const copy = new Bonds(this.#rows.copy());
    copy.#isDeployed = this.#isDeployed;
    return copy;
  }

  #add(account: Address, delta: bigint): void {
    this.#read(account);
    const row = this.#rows.findOrAppend(this.#account);
    const bonded = this.#amountAt(row) + delta;
    if (bonded < 0n) throw incomplete(account);
    this.#set(row, bonded);
  }

  #amountAt(row: number): bigint {
    return readWord(this.#rows.view, row * this.#rows.rowBytes + WORD_BYTES);
  }

  #set(row: number, amount: bigint): void {
    writeWord(this.#rows.view, row * this.#rows.rowBytes + WORD_BYTES, amount);
  }

  #read(account: Address): void {
    if (writeHex(account, this.#account.bytes, ADDRESS_PADDING, ADDRESS_BYTES)) return;
    throw new OpenDepinError("EVENT_MALFORMED", `an event of the staking names ${account}`);
  }
}

function incomplete(account: Address): OpenDepinError {
  return new OpenDepinError(
    "EVENTS_INCOMPLETE",
    `more left the bond of ${account} than the events read brought in; start at the staking's first block, from a node that has all logs`,
  );
}
