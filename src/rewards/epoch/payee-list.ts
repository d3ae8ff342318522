import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { KeyedRows } from "../../flat/keyed-rows";
import type { DeviceDirectory } from "./device-directory";
import { parseAccount, parseDevice, quote } from "./parse";
import { newWord, WORD_BYTES, type Word } from "../../flat/word";

/** Payees by device, for devices that are paid to another account than the contributions name. */
export class PayeeList implements DeviceDirectory {
  /** Rows (device, payee). */
  readonly #rows = new KeyedRows(2);
  readonly #lines = new Column();
  readonly #device = newWord();
  readonly #payee = newWord();

  /**
   * Takes one device's payee.
   *
   * @throws OpenDepinError `DEVICE_DUPLICATE` when the device already has one, and what the parsers throw.
   */
  add(device: string, payee: string, line: number): void {
    parseDevice(device, this.#device);
    parseAccount(payee, this.#payee, "payee");
    const next = this.#rows.length;
    const row = this.#rows.findOrAppend(this.#device);
    if (row !== next) {
      throw new OpenDepinError(
        "DEVICE_DUPLICATE",
        `device ${quote(device)} is also on line ${this.#lines.at(row)}; give every device one payee`,
      );
    }
    this.#rows.bytes.set(this.#payee.bytes, row * this.#rows.rowBytes + WORD_BYTES);
    this.#lines.push(line);
  }

  /** A list of payees excludes nobody. */
  exclusionOf(): undefined {
    return undefined;
  }

  copyPayee(device: Word, into: Word): boolean {
    const row = this.#rows.find(device);
    if (row < 0) return false;
    const start = row * this.#rows.rowBytes + WORD_BYTES;
    into.bytes.set(this.#rows.bytes.subarray(start, start + WORD_BYTES));
    return true;
  }
}
