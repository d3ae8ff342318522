import { Column } from "../../flat/column";

/** A suspension as it was decided: epochs `fromEpoch` to `untilEpoch - 1`. */
export interface Suspension {
  fromEpoch: number;
  untilEpoch: number;
  /** Code of the network's own list of reasons. */
  reason: number;
}

/** Every suspension of every device: a list of three columns, linked by device from the last one back. */
export class Suspensions {
  readonly #from = new Column();
  readonly #until = new Column();
  readonly #reasons = new Column();
  /** Number of the same device's suspension before; suspensions are numbered from 1. */
  readonly #before = new Column();
  /** Number of a device's last suspension. Most devices never have one. */
  readonly #last = new Map<number, number>();

  /** Adds a suspension of the device in a row. */
  add(row: number, { fromEpoch, untilEpoch, reason }: Suspension): void {
    this.#from.push(fromEpoch);
    this.#until.push(untilEpoch);
    this.#reasons.push(reason);
    this.#before.push(this.#last.get(row) ?? 0);
    this.#last.set(row, this.#from.length);
  }

  /** Ends a device's last suspension with the epoch before `untilEpoch`. */
  lift(row: number, untilEpoch: number): void {
    const last = this.#last.get(row);
    if (last !== undefined) this.#until.set(last - 1, untilEpoch);
  }

  /** Whether an epoch is in any suspension of a device. */
  includes(row: number, epoch: number): boolean {
    return this.of(row).some(({ fromEpoch, untilEpoch }) => epoch >= fromEpoch && epoch < untilEpoch);
  }

  /** A device's suspensions, the last one first; of a lifted one what remained. */
  of(row: number): Suspension[] {
    const found: Suspension[] = [];
    for (let number = this.#last.get(row) ?? 0; number !== 0; number = this.#before.at(number - 1)) {
      found.push({
        fromEpoch: this.#from.at(number - 1),
        untilEpoch: this.#until.at(number - 1),
        reason: this.#reasons.at(number - 1),
      });
    }
    return found;
  }
}
