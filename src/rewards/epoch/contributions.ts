import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { KeyedRows } from "../../flat/keyed-rows";
import { DeviceForm, parseAccount, parseAmount, parseDevice, quote } from "./parse";
import type { PayeeList } from "./payee-list";
import { newWord, readWord, writeWord } from "../../flat/word";

/** One device's contribution as text, the way that files and people write it. */
export interface ContributionText {
  /** An address, or a uint256 in decimal or as 0x and 64 hex digits. */
  device: string;
  /** Units that the device earned in the epoch: a whole number in [0, 2^256 − 1]. */
  units: string;
  /** Account that the rewards are credited to; empty or absent means the device's own address. */
  payee?: string | undefined;
}

/** The contributions of an epoch in flat memory: what each device contributed, and who is paid for it. */
export class Contributions {
  /** Rows (device, units). */
  readonly #rows = new KeyedRows(2);
  /** Rows (payee): each payee once, in the order of first appearance. */
  readonly #payees = new KeyedRows(1);
  readonly #payeeOf = new Column();
  readonly #forms = new Column();
  readonly #lines = new Column();
  readonly #payeeList: PayeeList | undefined;
  readonly #device = newWord();
  readonly #payee = newWord();

  /**
   * @param source Name of the file that the contributions come from, for messages.
   * @param payeeList Payees by device, for contributions that do not name them in their own rows.
   */
  constructor(
    readonly source: string,
    payeeList?: PayeeList,
  ) {
    this.#payeeList = payeeList;
  }

  /**
   * Takes one contribution.
   *
   * @param line Where the row comes from, for the message about a duplicate.
   * @throws OpenDepinError `DEVICE_DUPLICATE` when the device already has a row, `PAYEE_MISSING` when it has no payee
   * and is not an address, and what the parsers throw.
   */
  add({ device, units, payee }: ContributionText, line: number): void {
    const form = parseDevice(device, this.#device);
    const amount = parseAmount(units, "units");
    this.#findPayee(device, form, payee);
    const next = this.length;
    const row = this.#rows.findOrAppend(this.#device);
    if (row !== next) {
      throw new OpenDepinError(
        "DEVICE_DUPLICATE",
        `device ${quote(device)} is also on line ${this.#lines.at(row)}; give every device one row`,
      );
    }
    writeWord(this.#rows.view, row * this.#rows.rowBytes + 32, amount);
    this.#payeeOf.push(this.#payees.findOrAppend(this.#payee));
    this.#forms.push(form);
    this.#lines.push(line);
  }

  /** Number of devices. */
  get length(): number {
    return this.#rows.length;
  }

  /** The payees, as rows of one word in the order of first appearance. */
  get payees(): KeyedRows {
    return this.#payees;
  }

  /** Rows (device, units) in input order, 64 bytes each. */
  get rows(): KeyedRows {
    return this.#rows;
  }

  /** Position in {@link payees} of a row's payee. */
  payeeOf(row: number): number {
    return this.#payeeOf.at(row);
  }

  /** {@link DeviceForm} in which a row's device was written. */
  formOf(row: number): number {
    return this.#forms.at(row);
  }

  /** The units of every device in input order. */
  *units(): Generator<bigint, void, undefined> {
    const { view, rowBytes, length } = this.#rows;
    for (let row = 0; row < length; row++) yield readWord(view, row * rowBytes + 32);
  }

  #findPayee(device: string, form: number, payee: string | undefined): void {
    if (payee !== undefined && payee !== "") {
      parseAccount(payee, this.#payee, "payee");
      return;
    }
    if (this.#payeeList?.copyPayee(this.#device, this.#payee)) return;
    if (form !== DeviceForm.address) {
      throw new OpenDepinError(
        "PAYEE_MISSING",
        `device ${quote(device)} has no payee and is not an address that could be paid; name its payee`,
      );
    }
    parseAccount(device, this.#payee, "payee");
  }
}
