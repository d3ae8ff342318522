const FIRST_CAPACITY = 65_536;

/** Bytes that are appended piece by piece, in one buffer; what is not yet used of it costs no memory. */
export class GrowingBytes {
  #buffer = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#buffer.length));
      grown.set(this.#buffer);
      this.#buffer = grown;
    }
    this.#buffer.set(piece, this.#length);
    this.#length = length;
  }

  /** Everything appended so far. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}
