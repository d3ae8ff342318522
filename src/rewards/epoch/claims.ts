import { OpenDepinError } from "../../errors";
import { Ledger } from "../ledger";
import { buildTree, type Tree } from "../../merkle/build-tree";
import type { Claim } from "../tree/claim-rows";
import { hashLeaves } from "../../merkle/hash-leaves";
import { formatAddress, formatWord } from "../../flat/format";
import { KeyedRows } from "../../flat/keyed-rows";
import { parseAccount, parseAmount, parseHash } from "./parse";
import { newWord, readWord, type Word, WORD_BYTES, writeWord } from "../../flat/word";

const CLAIM_BYTES = 3 * WORD_BYTES;

/** The claims of an epoch, sorted by account: rows (account, cumulative, devicesRoot) of 96 bytes. */
export class Claims {
  readonly #view: DataView;

  /** @param rows Whole rows, accounts strictly ascending. */
  constructor(readonly rows: Uint8Array) {
    this.#view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  }

  /**
   * The claims of everybody in a ledger.
   *
   * @param copyRoot Writes an account's devices root into the word that it is given, or leaves it zero.
   */
  static of(ledger: Ledger, copyRoot: (account: Uint8Array, into: Uint8Array) => void): Claims {
    const { bytes, rowBytes } = ledger.rows;
    const claims = new Uint8Array(ledger.length * CLAIM_BYTES);
    let start = 0;
    for (const row of sortedRows(ledger)) {
      const entry = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
      claims.set(entry, start);
      copyRoot(entry.subarray(0, WORD_BYTES), claims.subarray(start + 2 * WORD_BYTES, start + CLAIM_BYTES));
      start += CLAIM_BYTES;
    }
    return new Claims(claims);
  }

  get length(): number {
    return this.rows.length / CLAIM_BYTES;
  }

  /** The claim at a position, 0 first. */
  at(index: number): Claim {
    const start = index * CLAIM_BYTES;
    return {
      account: formatAddress(this.rows, start),
      cumulative: readWord(this.#view, start + WORD_BYTES),
      devicesRoot: formatWord(this.rows, start + 2 * WORD_BYTES),
    };
  }

  /** All claims in their order. */
  *entries(): Generator<Claim, void, undefined> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** Position of an account's claim, or -1. */
  indexOf(account: Word): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, account) < 0) low = middle + 1;
      else high = middle;
    }
    return low < this.length && this.#compare(low, account) === 0 ? low : -1;
  }

  /** The ledger that the claims state. */
  ledger(): Ledger {
    const ledger = Ledger.empty();
    const account = newWord();
    for (let start = 0; start < this.rows.length; start += CLAIM_BYTES) {
      account.bytes.set(this.rows.subarray(start, start + WORD_BYTES));
      ledger.add(account, readWord(this.#view, start + WORD_BYTES));
    }
    return ledger;
  }

  /** Sum of all cumulative totals. */
  total(): bigint {
    let total = 0n;
    for (let at = WORD_BYTES; at < this.rows.length; at += CLAIM_BYTES) total += readWord(this.#view, at);
    return total;
  }

  /** The claims' tree; its rows are in the order of the claims. */
  tree(): Tree {
    return buildTree(hashLeaves(this.rows));
  }

  #compare(index: number, account: Word): number {
    return compareAccounts(this.#view, index * CLAIM_BYTES, account.view, 0);
  }
}

/** Puts claims together from text, row by row. */
export class ClaimsReader {
  /** Rows (account, cumulative, devicesRoot). */
  readonly #rows = new KeyedRows(3);
  readonly #account = newWord();
  readonly #root = newWord();

  /**
   * Takes one claim; accounts must come in ascending order.
   *
   * @throws OpenDepinError `CLAIMS_UNSORTED`, `HASH_MALFORMED`, and what the parsers throw.
   */
  add(account: string, cumulative: string, devicesRoot: string): void {
    parseAccount(account, this.#account, "account");
    parseHash(devicesRoot, this.#root, "devicesRoot");
    const amount = parseAmount(cumulative, "cumulative");
    const { length, rowBytes, view } = this.#rows;
    if (length > 0 && compareAccounts(view, (length - 1) * rowBytes, this.#account.view, 0) >= 0) {
      throw new OpenDepinError(
        "CLAIMS_UNSORTED",
        `account ${account} is not above the one before; use the file as it was built`,
      );
    }
    const start = this.#rows.findOrAppend(this.#account) * rowBytes;
    writeWord(this.#rows.view, start + WORD_BYTES, amount);
    this.#rows.bytes.set(this.#root.bytes, start + 2 * WORD_BYTES);
  }

  claims(): Claims {
    return new Claims(this.#rows.bytes);
  }
}

/** Order of two accounts, each in the word at its offset. */
export function compareAccounts(left: DataView, leftAt: number, right: DataView, rightAt: number): number {
  for (let lane = 12; lane < WORD_BYTES; lane += 4) {
    const difference = left.getUint32(leftAt + lane) - right.getUint32(rightAt + lane);
    if (difference !== 0) return difference;
  }
  return 0;
}

function sortedRows(ledger: Ledger): Uint32Array {
  const { view, rowBytes } = ledger.rows;
  const order = new Uint32Array(ledger.length).map((_, row) => row);
  return order.sort((left, right) => compareAccounts(view, left * rowBytes, view, right * rowBytes));
}
