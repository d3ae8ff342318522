import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { KeyedRows } from "../../flat/keyed-rows";
import { readWord, type Word, WORD_BYTES, writeWord } from "../../flat/word";
import { quote } from "./parse";

/** A device and its units, as they stand on a line. */
export interface DeviceUnitsRow {
  device: Word;
  /** How the device was written. */
  text: string;
  /** The `DeviceForm` of that. */
  form: number;
  units: bigint;
  line: number;
}

/** Units by device in flat memory, each device once, in input order. */
export class DeviceUnits {
  /** Rows (device, units). */
  readonly #rows = new KeyedRows(2);
  readonly #forms = new Column();
  readonly #lines = new Column();

  /** @throws OpenDepinError `DEVICE_DUPLICATE` when the device already has a row. */
  add({ device, text, form, units, line }: DeviceUnitsRow): void {
    const next = this.length;
    const row = this.#rows.findOrAppend(device);
    if (row !== next) {
      throw new OpenDepinError(
        "DEVICE_DUPLICATE",
        `device ${quote(text)} is also on line ${this.#lines.at(row)}; give every device one row`,
      );
    }
    writeWord(this.#rows.view, row * this.#rows.rowBytes + WORD_BYTES, units);
    this.#forms.push(form);
    this.#lines.push(line);
  }

  /** Number of devices. */
  get length(): number {
    return this.#rows.length;
  }

  /** Rows (device, units) in input order, 64 bytes each. */
  get rows(): KeyedRows {
    return this.#rows;
  }

  /** `DeviceForm` in which a row's device was written. */
  formOf(row: number): number {
    return this.#forms.at(row);
  }

  /** The units of every device in input order. */
  *units(): Generator<bigint, void, undefined> {
    const { view, rowBytes, length } = this.#rows;
    for (let row = 0; row < length; row++) yield readWord(view, row * rowBytes + WORD_BYTES);
  }
}
