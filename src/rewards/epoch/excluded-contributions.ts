import { type Exclusion, EXCLUSIONS } from "../../devices/snapshot";
import { Column } from "../../flat/column";
import { DeviceUnits, type DeviceUnitsRow } from "./device-units";

/** Counts of what was left out, all of them zero. */
export function noneExcluded(): Record<Exclusion, number> {
  return { unknown: 0, released: 0, suspended: 0, "other-program": 0, uncovered: 0 };
}

/** Contributions that do not count, each with its reason. */
export class ExcludedContributions {
  readonly devices = new DeviceUnits();
  /** Positions in `EXCLUSIONS`. */
  readonly #reasons = new Column();

  /** @throws OpenDepinError `DEVICE_DUPLICATE` when the device already has a row. */
  add(row: DeviceUnitsRow, reason: Exclusion): void {
    this.devices.add(row);
    this.#reasons.push(EXCLUSIONS.indexOf(reason));
  }

  /** Why the contribution in a row does not count. */
  reasonOf(row: number): Exclusion {
    return EXCLUSIONS[this.#reasons.at(row)] ?? "unknown";
  }

  /** How many were left out for each reason. */
  counts(): Record<Exclusion, number> {
    const counts = noneExcluded();
    for (let row = 0; row < this.devices.length; row++) counts[this.reasonOf(row)]++;
    return counts;
  }
}
