import type { RegistryEvent } from "./registry-event";

/** The MakerRegistry's notice of another required bond, in seconds: a bond counts that long after it was set. */
const BOND_NOTICE = 7 * 24 * 60 * 60;

type EventOf<Type extends RegistryEvent["type"]> = Extract<RegistryEvent, { type: Type }>;

interface Kind {
  program: number;
  /** Base units that each device needs behind it, until `nextFrom`. */
  bond: bigint;
  nextBond: bigint;
  /** Seconds since 1970. */
  nextFrom: number;
}

/** The kinds of devices of a network, folded from the MakerRegistry's events. */
export class Kinds {
  readonly #kinds = new Map<number, Kind>();

  add({ kind, program, requiredBond }: EventOf<"kind-added">): void {
    this.#kinds.set(kind, { program, bond: requiredBond, nextBond: requiredBond, nextFrom: 0 });
  }

  /** Takes another required bond; false if the kind was never added. It replaces one that does not count yet. */
  setBond({ kind, requiredBond, fromTime }: EventOf<"required-bond-set">): boolean {
    const known = this.#kinds.get(kind);
    if (known === undefined) return false;
    known.bond = bondOf(known, fromTime - BOND_NOTICE);
    known.nextBond = requiredBond;
    known.nextFrom = fromTime;
    return true;
  }

  has(kind: number): boolean {
    return this.#kinds.has(kind);
  }

  /** A kind's program; 0 if it was never added. */
  programOf(kind: number): number {
    return this.#kinds.get(kind)?.program ?? 0;
  }

  /** What each device of a kind needs behind it at a time: the registry's `requiredBondOf`. */
  requiredBondOf(kind: number, time: number): bigint {
    const known = this.#kinds.get(kind);
    return known === undefined ? 0n : bondOf(known, time);
  }

  /** Whether devices of any kind need a bond at a time. */
  requireBonds(time: number): boolean {
    return [...this.#kinds.values()].some((kind) => bondOf(kind, time) > 0n);
  }
}

function bondOf({ bond, nextBond, nextFrom }: Kind, time: number): bigint {
  return time < nextFrom ? bond : nextBond;
}
