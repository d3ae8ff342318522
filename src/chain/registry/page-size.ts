const FIRST_BLOCKS = 1_000;
/** More logs than this in memory at once save no time. */
const MOST_LOGS = 10_000;
/** Answers after a refusal before a larger page is tried: most limits are still there then. */
const PATIENCE = 8;

/** How many blocks to ask for at once, by what the answers were so far. */
export class PageSize {
  #blocks: number;
  #patience = 0;

  /** @param blocks The first page's, from 1. */
  constructor(blocks = FIRST_BLOCKS) {
    this.#blocks = blocks;
  }

  /** Blocks of the next page, from 1. */
  get blocks(): number {
    return this.#blocks;
  }

  /** A page was answered with that many logs. */
  answered(logs: number): void {
    if (logs > MOST_LOGS) this.#halve();
    else if (this.#patience > 0) this.#patience--;
    else if (2 * logs <= MOST_LOGS) this.#blocks *= 2;
  }

  /** A page was refused; false when it cannot be smaller. */
  refused(): boolean {
    if (this.#blocks === 1) return false;
    this.#halve();
    this.#patience = PATIENCE;
    return true;
  }

  #halve(): void {
    this.#blocks = Math.max(1, Math.floor(this.#blocks / 2));
  }
}
