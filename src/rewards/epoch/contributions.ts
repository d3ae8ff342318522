import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { KeyedRows } from "../../flat/keyed-rows";
import { newWord } from "../../flat/word";
import type { DeviceDirectory } from "./device-directory";
import { DeviceUnits } from "./device-units";
import { ExcludedContributions } from "./excluded-contributions";
import { DeviceForm, parseAccount, parseAmount, parseDevice, quote } from "./parse";

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
  /** Those that the directory does not let count; they share in nothing. */
  readonly excluded = new ExcludedContributions();
  readonly #devices = new DeviceUnits();
  /** Rows (payee): each payee once, in the order of first appearance. */
  readonly #payees = new KeyedRows(1);
  readonly #payeeOf = new Column();
  readonly #device = newWord();
  readonly #payee = newWord();

  /**
   * @param source Name of the file that the contributions come from, for messages.
   * @param directory Says which devices count and who is paid, for contributions that do not name payees themselves.
   */
  constructor(
    readonly source: string,
    private readonly directory?: DeviceDirectory,
  ) {}

  /**
   * Takes one contribution.
   *
   * @param line Where the row comes from, for the message about a duplicate.
   * @throws OpenDepinError `DEVICE_DUPLICATE` when the device already has a row, `PAYEE_MISSING` when it has no payee
   * and is not an address, and what the parsers throw.
   */
  add({ device: text, units: amount, payee }: ContributionText, line: number): void {
    const form = parseDevice(text, this.#device);
    const row = { device: this.#device, text, form, units: parseAmount(amount, "units"), line };
    const exclusion = this.directory?.exclusionOf(this.#device);
    if (exclusion !== undefined) {
      this.excluded.add(row, exclusion);
      return;
    }
    this.#findPayee(text, form, payee);
    this.#devices.add(row);
    this.#payeeOf.push(this.#payees.findOrAppend(this.#payee));
  }

  /** Number of devices that count. */
  get length(): number {
    return this.#devices.length;
  }

  /** The payees, as rows of one word in the order of first appearance. */
  get payees(): KeyedRows {
    return this.#payees;
  }

  /** The devices that count, and their units. */
  get devices(): DeviceUnits {
    return this.#devices;
  }

  /** Position in {@link payees} of a row's payee. */
  payeeOf(row: number): number {
    return this.#payeeOf.at(row);
  }

  #findPayee(device: string, form: number, payee: string | undefined): void {
    if (payee !== undefined && payee !== "") {
      parseAccount(payee, this.#payee, "payee");
      return;
    }
    if (this.directory?.copyPayee(this.#device, this.#payee)) return;
    if (form !== DeviceForm.address) {
      throw new OpenDepinError(
        "PAYEE_MISSING",
        `device ${quote(device)} has no payee and is not an address that could be paid; name its payee`,
      );
    }
    parseAccount(device, this.#payee, "payee");
  }
}
