import { WORD_BYTES, type Word } from "./word";

const LANES_PER_WORD = WORD_BYTES / 4;
const FIRST_CAPACITY = 1024;

/**
 * A growing table of fixed-width rows of 32-byte words, in one flat buffer, indexed by the first word.
 *
 * Ten million rows are ten million strings fewer: the rows live outside of the JavaScript heap, and the index is four
 * bytes a slot. A row is new when `findOrAppend` answers the length that the table had before.
 */
export class KeyedRows {
  readonly rowBytes: number;
  #length = 0;
  #bytes: Uint8Array;
  #lanes: Uint32Array;
  #view: DataView;
  /** Row number + 1, or 0 for a free slot; at most half full, so that probing stays short. */
  #slots: Uint32Array;
  // Device ids are chosen by whoever reports them: with a fixed seed, somebody could choose ids that all collide.
  readonly #seed = Math.floor(Math.random() * 2 ** 32);

  /** @param words Words of a row, at least 1; the first is the key. */
  constructor(words: number) {
    this.rowBytes = words * WORD_BYTES;
    this.#bytes = new Uint8Array(FIRST_CAPACITY * this.rowBytes);
    this.#lanes = new Uint32Array(this.#bytes.buffer);
    this.#view = new DataView(this.#bytes.buffer);
    this.#slots = new Uint32Array(2 * FIRST_CAPACITY);
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** The rows' bytes; valid until the next append. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length * this.rowBytes);
  }

  /** The rows' bytes for reading and writing numbers; valid until the next append. */
  get view(): DataView {
    return this.#view;
  }

  /** Row of a key, or -1. */
  find(key: Word): number {
    return this.#slotAt(this.#probe(key.lanes, 0)) - 1;
  }

  /** Row of a key; a key that is not there yet gets the next row, its other words zero. */
  findOrAppend(key: Word): number {
    if (this.#length * this.rowBytes === this.#bytes.length) this.#grow();
    const slot = this.#probe(key.lanes, 0);
    const found = this.#slotAt(slot);
    if (found !== 0) return found - 1;
    const row = this.#length++;
    this.#slots[slot] = row + 1;
    this.#bytes.set(key.bytes, row * this.rowBytes);
    return row;
  }

  /** A table with the same rows that grows on its own. */
  copy(): KeyedRows {
    const copy = new KeyedRows(this.rowBytes / WORD_BYTES);
    copy.#length = this.#length;
    copy.#hold(this.#bytes.slice());
    copy.#index(this.#slots.length);
    return copy;
  }

  #slotAt(slot: number): number {
    return this.#slots[slot] ?? 0;
  }

  /** Slot that holds the key at `lane` of `key`, or the free slot where it belongs. */
  #probe(key: Uint32Array, lane: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(key, lane) & mask;
    for (;;) {
      const row = this.#slotAt(slot) - 1;
      if (row < 0 || this.#isKeyOf(row, key, lane)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isKeyOf(row: number, key: Uint32Array, lane: number): boolean {
    const start = (row * this.rowBytes) / 4;
    for (let i = 0; i < LANES_PER_WORD; i++) {
      if (this.#lanes[start + i] !== key[lane + i]) return false;
    }
    return true;
  }

  /** The mixing steps of MurmurHash3. Source: https://github.com/aappleby/smhasher */
  #hash(key: Uint32Array, lane: number): number {
    let hash = this.#seed;
    for (let i = 0; i < LANES_PER_WORD; i++) {
      let part = Math.imul(key[lane + i] ?? 0, 0xcc9e2d51);
      part = Math.imul((part << 15) | (part >>> 17), 0x1b873593);
      hash ^= part;
      hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length);
    bytes.set(this.#bytes);
    this.#hold(bytes);
    this.#index(2 * this.#slots.length);
  }

  #hold(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#lanes = new Uint32Array(bytes.buffer);
    this.#view = new DataView(bytes.buffer);
  }

  #index(slots: number): void {
    this.#slots = new Uint32Array(slots);
    for (let row = 0; row < this.#length; row++) {
      this.#slots[this.#probe(this.#lanes, (row * this.rowBytes) / 4)] = row + 1;
    }
  }
}
