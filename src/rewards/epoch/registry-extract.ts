import { type Exclusion, exclusionOf, STANDINGS } from "../../devices/snapshot";
import { OpenDepinError } from "../../errors";
import { Column } from "../../flat/column";
import { KeyedRows } from "../../flat/keyed-rows";
import { newWord, type Word, WORD_BYTES } from "../../flat/word";
import type { DeviceDirectory } from "./device-directory";
import { parseAccount, parseAmount, parseDevice, quote } from "./parse";

/** One device of an extract as text; the zero address is written as nothing. */
export interface ExtractText {
  device: string;
  /** The epoch that the status is of. */
  epoch: string;
  status: string;
  program: string;
  payee: string;
}

const ACTIVE = STANDINGS.indexOf("active");
const UNKNOWN = STANDINGS.indexOf("unknown");
const LARGEST_PROGRAM = 2n ** 32n - 1n;

/** What a device registry says of devices in one epoch: their status, their program, and who is paid for them. */
export class RegistryExtract implements DeviceDirectory {
  /** Rows (device, payee). */
  readonly #rows = new KeyedRows(2);
  /** Positions in `STANDINGS`. */
  readonly #statuses = new Column();
  readonly #programs = new Column();
  readonly #lines = new Column();
  readonly #device = newWord();
  readonly #payee = newWord();

  /**
   * @param epoch The epoch that the extract must be of.
   * @param program The program whose devices count.
   */
  constructor(
    readonly epoch: bigint,
    readonly program: number,
  ) {}

  /**
   * Takes one device.
   *
   * @throws OpenDepinError `DEVICE_DUPLICATE` when the device already has a row, `EXTRACT_EPOCH` when the row is of
   * another epoch, `STATUS_MALFORMED`, `PROGRAM_MALFORMED`, and what the parsers throw.
   */
  add({ device, epoch, status, program, payee }: ExtractText, line: number): void {
    if (epoch !== this.epoch.toString()) throw otherEpoch(epoch, this.epoch);
    parseDevice(device, this.#device);
    const standing = STANDINGS.findIndex((name) => name === status);
    if (standing < 0) throw malformedStatus(status);
    if (payee !== "" || standing === ACTIVE) parseAccount(payee, this.#payee, "payee");
    else this.#payee.bytes.fill(0);
    const number = parseAmount(program, "program");
    if (number > LARGEST_PROGRAM) {
      throw new OpenDepinError("PROGRAM_MALFORMED", `program ${program} is above 2^32 - 1`);
    }
    const next = this.#rows.length;
    const row = this.#rows.findOrAppend(this.#device);
    if (row !== next) {
      throw new OpenDepinError(
        "DEVICE_DUPLICATE",
        `device ${quote(device)} is also on line ${this.#lines.at(row)}; give every device one row`,
      );
    }
    this.#rows.bytes.set(this.#payee.bytes, row * this.#rows.rowBytes + WORD_BYTES);
    this.#statuses.push(standing);
    this.#programs.push(Number(number));
    this.#lines.push(line);
  }

  /** A device that the extract does not name is unknown. */
  exclusionOf(device: Word): Exclusion | undefined {
    const row = this.#rows.find(device);
    const status = STANDINGS[row < 0 ? UNKNOWN : this.#statuses.at(row)] ?? "unknown";
    return exclusionOf({ status, program: this.#programs.at(row) }, this.program);
  }

  copyPayee(device: Word, into: Word): boolean {
    const row = this.#rows.find(device);
    if (row < 0) return false;
    const start = row * this.#rows.rowBytes + WORD_BYTES;
    into.bytes.set(this.#rows.bytes.subarray(start, start + WORD_BYTES));
    return true;
  }
}

function otherEpoch(found: string, expected: bigint): OpenDepinError {
  return new OpenDepinError(
    "EXTRACT_EPOCH",
    `the row is of epoch ${quote(found)}, not ${expected.toString()}; use the extract of the epoch that is built`,
  );
}

function malformedStatus(found: string): OpenDepinError {
  return new OpenDepinError("STATUS_MALFORMED", `status ${quote(found)} is none of ${STANDINGS.join(", ")}`);
}
