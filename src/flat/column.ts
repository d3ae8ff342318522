const FIRST_CAPACITY = 1024;

/** A growing list of whole numbers below 2^32 in flat memory. */
export class Column {
  #values = new Uint32Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const values = new Uint32Array(2 * this.#length);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.#length++] = value;
  }

  /** The value at an index; 0 past the end. */
  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  /** Replaces the value at an index that is there. */
  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}
