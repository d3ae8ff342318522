import { OpenDepinError } from "../errors";
import type { Address, Hex } from "../hex";
import { quote } from "../rewards/epoch/parse";

/** Largest values of the fields' types on chain. */
export const MAX_UINT32 = 2 ** 32 - 1;
export const MAX_UINT40 = 2 ** 40 - 1;
export const MAX_UINT128 = 2n ** 128n - 1n;

const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,77})$/;
const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;
const ADDRESS_BYTES = 20;

/** The fields of a JSON document, read one by one with the type that each must have. */
export class JsonFields {
  readonly #values: Readonly<Record<string, unknown>>;

  /**
   * @param value The document as parsed.
   * @param name What it is meant to be, for the message of an error.
   * @param path Of an object within the document, with a point at its end.
   * @throws OpenDepinError `DOCUMENT_MALFORMED` if it is not an object; the readers below throw the same.
   */
  constructor(
    value: unknown,
    private readonly name: string,
    private readonly path = "",
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.#malformed(`${path.slice(0, -1) || "it"} is not an object`);
    this.#values = value as Record<string, unknown>;
  }

  string(field: string): string {
    const value = this.#values[field];
    if (typeof value === "string") return value;
    throw this.#malformed(`${this.path}${field} is not a string`);
  }

  /** The fields of an object within the document. */
  object(field: string): JsonFields {
    return new JsonFields(this.#values[field], this.name, `${this.path}${field}.`);
  }

  /** A whole number from 0 that a JSON number can carry, up to `max`. */
  count(field: string, max: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#values[field];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= max) return value;
    throw this.#malformed(`${this.path}${field} is not a whole number from 0 to ${max}`);
  }

  /** A whole number from 0 to `max` in a decimal string, because a JSON number would lose digits. */
  amount(field: string, max: bigint): bigint {
    const text = this.string(field);
    if (WHOLE_NUMBER.test(text) && BigInt(text) <= max) return BigInt(text);
    throw this.#malformed(`${this.path}${field} ${quote(text)} is not a whole number from 0 to ${max}`);
  }

  /** Bytes in hex; any number of them unless `bytes` says how many. */
  hex(field: string, bytes?: number): Hex {
    return this.#hexOf(this.string(field), field, bytes);
  }

  address(field: string): Address {
    return this.hex(field, ADDRESS_BYTES);
  }

  hashes(field: string): Hex[] {
    return this.list(field).map((value, index) => this.#hexOf(value, `${field}[${index}]`, 32));
  }

  list(field: string): unknown[] {
    const value = this.#values[field];
    if (Array.isArray(value)) return value;
    throw this.#malformed(`${this.path}${field} is not a list`);
  }

  boolean(field: string): boolean {
    const value = this.#values[field];
    if (typeof value === "boolean") return value;
    throw this.#malformed(`${this.path}${field} is neither true nor false`);
  }

  /** What is read of a field that may be absent. */
  optional<Value>(field: string, read: (field: string) => Value): Value | undefined {
    return this.#values[field] === undefined ? undefined : read(field);
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
    throw this.#malformed(`${this.path}${field} is not ${expected}`);
  }

  #malformed(problem: string): OpenDepinError {
    return new OpenDepinError("DOCUMENT_MALFORMED", `not ${this.name}: ${problem}`);
  }
}
