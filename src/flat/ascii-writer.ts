const DIGITS = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const ZERO = 48;
const X = 120;

/** A reused buffer that text of ASCII characters is written into without making strings of it. */
export class AsciiWriter {
  readonly #bytes: Uint8Array;
  #length = 0;

  /** @param capacity Bytes of the buffer; what is written between two `take` calls must fit. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  text(text: string): this {
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
    return this;
  }

  /** Writes bytes as `0x` and lower-case hex. */
  hex(bytes: Uint8Array, start: number, end: number): this {
    this.#bytes[this.#length++] = ZERO;
    this.#bytes[this.#length++] = X;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0;
      this.#bytes[this.#length++] = DIGITS[byte >> 4] ?? ZERO;
      this.#bytes[this.#length++] = DIGITS[byte & 15] ?? ZERO;
    }
    return this;
  }

  /** What was written since the last call; valid until the next write. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }
}
