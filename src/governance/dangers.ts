import { ZeroAddress } from "ethers";

import { OpenDepinError } from "../errors";
import type { PlacedCall } from "./call";
import { type Danger, type DangerFacts, locks, notice } from "./danger";
import { tableDangers } from "./table-dangers";

/** What calls would do that their author may not have meant, in the order of the calls. */
export function dangersOf(calls: readonly PlacedCall[], facts: DangerFacts): Danger[] {
  return calls.flatMap((call) => dangersOfCall(call, facts));
}

/**
 * Refuses calls that would fail for sure, or lock the network.
 *
 * @returns What is only to be noticed.
 * @throws OpenDepinError `LOCKS_NETWORK`.
 */
export function requireHarmless(calls: readonly PlacedCall[], facts: DangerFacts): Danger[] {
  const dangers = dangersOf(calls, facts);
  const worst = dangers.find(({ kind }) => kind === "locks");
  if (worst === undefined) return dangers;
  throw new OpenDepinError("LOCKS_NETWORK", `${worst.call}: ${worst.reason}`);
}

function dangersOfCall(call: PlacedCall, facts: DangerFacts): Danger[] {
  const { contract } = call.place;
  const { name } = call.fragment;
  if (contract === "AccessManager") return tableDangers[name]?.(call, facts) ?? [];
  if (contract === "NetworkGovernor") return governorDangers(call, name);
  if (contract === "NetworkTimelock") return timelockDangers(call, name);
  return [];
}

function governorDangers(call: PlacedCall, name: string): Danger[] {
  if (name === "setAccessManagerIgnored" && call.args[2] === true)
    return [
      locks(call, "calls that the governor made past the AccessManager would be refused by the contracts"),
    ];
  if (name === "relay" && call.args[2] !== "0x")
    return [locks(call, "it carries another call, which could not be checked: name that one")];
  if (name === "setProposalGuardian" && call.args[0] === ZeroAddress)
    return [notice(call, "nobody could cancel a proposal any more, but its proposer")];
  return [];
}

function timelockDangers(call: PlacedCall, name: string): Danger[] {
  if (name === "grantRole")
    return [
      notice(call, `${String(call.args[1])} would take part in what only the governor and everybody do`),
    ];
  return [];
}
