import { newWord } from "../../flat/word";
import type { Bonds } from "../../staking/bonds";
import type { DeviceTable } from "./device-table";

/**
 * Which devices the bonds of their owners cover at a time.
 *
 * A bond covers its owner's devices in the order in which the owner acquired them: a device is covered if what is left
 * of the bond is at least what its kind requires, and takes that; one that is not covered takes nothing. So a device
 * that somebody gives to an operator never takes the place of one that the operator had before.
 */
export class Coverage {
  /** 1 for the row of a device that is not covered. */
  readonly #uncovered: Uint8Array;

  /** @param time When bonds were as given: the block's, in seconds since 1970. */
  constructor(devices: DeviceTable, bonds: Bonds, time: number) {
    this.#uncovered = new Uint8Array(devices.length);
    const left = bonds.copy();
    const owner = newWord();
    for (const row of devices.inOrderOfAcquisition(needingBonds(devices, time))) {
      if (!devices.copyOwner(row, owner) || left.take(owner, devices.requiredBondAt(row, time))) continue;
      this.#uncovered[row] = 1;
    }
  }

  /** Whether the bond of its owner covers the device in a row; one without an owner needs no bond. */
  isCovered(row: number): boolean {
    return this.#uncovered[row] !== 1;
  }
}

function* needingBonds(devices: DeviceTable, time: number): Generator<number, void, undefined> {
  for (let row = 0; row < devices.length; row++) {
    if (devices.requiredBondAt(row, time) > 0n) yield row;
  }
}
