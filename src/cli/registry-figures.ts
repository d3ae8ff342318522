import { EXCLUSIONS } from "../devices/snapshot";
import type { RegistryStatement } from "../rewards/epoch/report";
import type { Figure } from "./print";

/** What a report states of the registry, for people. */
export function registryFigures({ program, source, excluded }: RegistryStatement): Figure[] {
  const reasons = EXCLUSIONS.filter((reason) => excluded[reason] > 0);
  const staking = source?.staking === undefined ? [] : [["staking", source.staking] as const];
  const leftOut = reasons.map((reason) => `${excluded[reason]} ${reason}`).join(", ");
  return [
    ["registry", source ? `${source.address} at block ${source.block}` : "an extract that was given"],
    ...staking,
    ["program", program],
    ["left out", leftOut || "none"],
  ];
}
