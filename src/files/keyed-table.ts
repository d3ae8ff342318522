import { OpenDepinError } from "../errors";
import { Column } from "../flat/column";
import { KeyedRows } from "../flat/keyed-rows";
import { newWord, readWord, type Word, WORD_BYTES, writeWord } from "../flat/word";
import { bytesToHex, ZERO_ADDRESS } from "../hex";
import { parseAccount, parseAmount, parseDelta, parseDevice, quote } from "../rewards/epoch/parse";
import type { CsvHeader } from "./csv-rows";

/** The columns of a table that count: whose row it is, and what it says. */
export interface TableColumns {
  key: "device" | "account";
  /** A column `payee` may be absent, which is as if it was empty. */
  values: readonly ValueColumn[];
}

type ValueColumn = "units" | "payee" | "amount" | "delta";

const SIGN = 2n ** 255n;
const ADDRESS_PADDING = 12;

/** The rows of a CSV file by their keys, in flat memory. */
export class KeyedTable {
  readonly #rows: KeyedRows;
  readonly #lines = new Column();
  readonly #key = newWord();

  constructor(private readonly columns: TableColumns) {
    this.#rows = new KeyedRows(1 + columns.values.length);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** How rows under a header are split: the key's text, and the values' texts. */
  reader(header: CsvHeader): (fields: readonly string[]) => readonly [key: string, values: string[]] {
    const key = header.column(this.columns.key);
    const values = this.columns.values.map((name) =>
      name === "payee" ? header.optionalColumn(name) : header.column(name),
    );
    return (fields) => [
      fields[key] ?? "",
      values.map((column) => (column === undefined ? "" : (fields[column] ?? ""))),
    ];
  }

  /** @throws OpenDepinError `ROW_DUPLICATE` when the key has a row, and what the parsers throw. */
  add(key: string, values: readonly string[], line: number): void {
    this.#parseKey(key);
    const next = this.length;
    const row = this.#rows.findOrAppend(this.#key);
    if (row !== next) {
      throw new OpenDepinError(
        "ROW_DUPLICATE",
        `${this.columns.key} ${quote(key)} is also on line ${this.#lines.at(row)}; give it one row`,
      );
    }
    this.#lines.push(line);
    const word = newWord();
    values.forEach((text, at) => {
      encode(this.#nameOf(at), text, word);
      this.#rows.bytes.set(word.bytes, this.#offset(row, at));
    });
  }

  /** Row of a key, or -1. */
  find(key: string): number {
    this.#parseKey(key);
    return this.#rows.find(this.#key);
  }

  /** The first value in which a row differs from the texts of another; -1 if none does. */
  firstDifference(row: number, values: readonly string[]): number {
    const word = newWord();
    return values.findIndex((text, at) => {
      encode(this.#nameOf(at), text, word);
      return readWord(word.view, 0) !== readWord(this.#rows.view, this.#offset(row, at));
    });
  }

  /** A row's value as text. */
  valueAt(row: number, at: number): string {
    const start = this.#offset(row, at);
    const value = readWord(this.#rows.view, start);
    const name = this.#nameOf(at);
    if (name === "delta") return (value >= SIGN ? value - 2n * SIGN : value).toString();
    if (name !== "payee") return value.toString();
    const account = bytesToHex(this.#rows.bytes.subarray(start + ADDRESS_PADDING, start + WORD_BYTES));
    return account === ZERO_ADDRESS ? "" : account;
  }

  /** A row's key as text. */
  keyAt(row: number): string {
    const start = row * this.#rows.rowBytes;
    const bytes = this.#rows.bytes.subarray(start, start + WORD_BYTES);
    return bytesToHex(this.columns.key === "account" ? bytes.subarray(ADDRESS_PADDING) : bytes);
  }

  #parseKey(text: string): void {
    if (this.columns.key === "account") parseAccount(text, this.#key, "account");
    else parseDevice(text, this.#key);
  }

  #nameOf(at: number): ValueColumn {
    return this.columns.values[at] ?? "amount";
  }

  #offset(row: number, at: number): number {
    return row * this.#rows.rowBytes + (1 + at) * WORD_BYTES;
  }
}

function encode(name: ValueColumn, text: string, into: Word): void {
  if (name === "payee") {
    into.bytes.fill(0);
    if (text !== "") parseAccount(text, into, name);
  } else writeWord(into.view, 0, name === "delta" ? twosComplement(text) : parseAmount(text, name));
}

function twosComplement(text: string): bigint {
  const delta = parseDelta(text, "delta");
  if (delta >= -SIGN && delta < SIGN) return delta < 0n ? delta + 2n * SIGN : delta;
  throw new OpenDepinError("NUMBER_TOO_LARGE", `delta ${text} does not fit; it is beyond any total`);
}
