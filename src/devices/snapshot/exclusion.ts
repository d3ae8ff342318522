import type { StandingState } from "./standing";

/** Why a device's contribution does not count, in the order in which the reasons are looked at. */
export const EXCLUSIONS = ["unknown", "released", "suspended", "other-program", "uncovered"] as const;
/** One of these reasons. */
export type Exclusion = (typeof EXCLUSIONS)[number];

/** Why a device's contribution to a program does not count; undefined when it does. */
export function exclusionOf(
  { status, program }: Pick<StandingState, "status" | "program">,
  toProgram: number,
): Exclusion | undefined {
  const counts = status === "active";
  if (!counts && status !== "uncovered") return status;
  if (program !== toProgram) return "other-program";
  return counts ? undefined : status;
}
