import type { DeviceState } from "./device-state";

/** Why a device's contribution does not count, in the order in which the reasons are looked at. */
export const EXCLUSIONS = ["unknown", "released", "suspended", "other-program"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** Why a device's contribution to a program does not count; undefined when it does. */
export function exclusionOf(
  { status, program }: Pick<DeviceState, "status" | "program">,
  toProgram: number,
): Exclusion | undefined {
  if (status !== "active") return status;
  return program === toProgram ? undefined : "other-program";
}
