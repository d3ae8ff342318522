import { OpenDepinError } from "../errors";
import type { Address, Hex } from "../hex";
import { quote } from "../rewards/epoch/parse";

/** Largest values of the fields' types on chain. */
export const MAX_UINT32 = 2 ** 32 - 1;
export const MAX_UINT40 = 2 ** 40 - 1;

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;
const ADDRESS_BYTES = 20;

/** The fields of a JSON document, read one by one with the type that each must have. */
export class JsonFields {
  readonly #values: Readonly<Record<string, unknown>>;

  /**
   * @param value The document as parsed.
   * @param name What it is meant to be, for the message of an error.
   * @throws OpenDepinError `DOCUMENT_MALFORMED` if it is not an object; the readers below throw the same.
   */
  constructor(
    value: unknown,
    private readonly name: string,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.#malformed("it is not an object");
    this.#values = value as Record<string, unknown>;
  }

  string(field: string): string {
    const value = this.#values[field];
    if (typeof value === "string") return value;
    throw this.#malformed(`${field} is not a string`);
  }

  /** A whole number from 0 that a JSON number can carry, up to `max`. */
  count(field: string, max: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#values[field];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= max) return value;
    throw this.#malformed(`${field} is not a whole number from 0 to ${max}`);
  }

  /** Bytes in hex; any number of them unless `bytes` says how many. */
  hex(field: string, bytes?: number): Hex {
    return this.#hexOf(this.string(field), field, bytes);
  }

  address(field: string): Address {
    return this.hex(field, ADDRESS_BYTES);
  }

  hashes(field: string): Hex[] {
    const values = this.#values[field];
    if (!Array.isArray(values)) throw this.#malformed(`${field} is not a list`);
    return values.map((value: unknown, index) => this.#hexOf(value, `${field}[${index}]`, 32));
  }

  /** Refuses a document of another form, or of a version that this program does not know. */
  requireFormat(format: string, version: number): void {
    if (this.string("format") !== format) throw this.#malformed(`format is not ${quote(format)}`);
    const found = this.count("version");
    if (found !== version) {
      throw new OpenDepinError(
        "DOCUMENT_VERSION",
        `${this.name} of version ${found}; this program reads version ${version}`,
      );
    }
  }

  #hexOf(value: unknown, field: string, bytes: number | undefined): Hex {
    if (typeof value === "string" && HEX.test(value)) {
      if (bytes === undefined || value.length === 2 + 2 * bytes) return value.toLowerCase() as Hex;
    }
    const expected =
      bytes === undefined ? "0x and pairs of hexadecimal digits" : `0x and ${2 * bytes} hexadecimal digits`;
    throw this.#malformed(`${field} is not ${expected}`);
  }

  #malformed(problem: string): OpenDepinError {
    return new OpenDepinError("DOCUMENT_MALFORMED", `not ${this.name}: ${problem}`);
  }
}
