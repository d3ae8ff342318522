import { formatDuration } from "../../format-duration";
import { formatTime } from "../../format-time";
import { type Call, dataOf, nameOfCall, type PlacedCall } from "../../governance/call";
import { requireHarmless } from "../../governance/dangers";
import { findFunction } from "../../governance/find-function";
import { powerOf, requireDirect, whoHolds } from "../../governance/power";
import type { AbiValue } from "../../governance/read-value";
import type { Address } from "../../hex";
import { refused } from "../refused";
import { getBlock } from "../registry/read-at-block";
import { readDangerFacts } from "./danger-facts";
import type { GovernedNetwork } from "./network";
import { placeCall } from "./place-call";
import { tryCall } from "./try-call";

/** A transaction that an account sends for a call. */
export interface DirectStep {
  /** `call`: the call itself. `announce`: what its role's delay asks for before. `execute`: it, after the delay. */
  kind: "call" | "announce" | "execute";
  /** The call that it is for. */
  call: PlacedCall;
  /** What is sent. */
  sent: PlacedCall;
  /** Seconds between announcing and executing it. */
  delaySeconds: number;
}

export interface DirectPlan {
  steps: DirectStep[];
  /** What the sender should know, one line each. */
  notices: string[];
}

/**
 * What an account sends to make calls by its own roles: a call that its role delays is announced first, and made by the
 * same command when the delay is over.
 *
 * @throws OpenDepinError `NOT_DIRECT`, `ROLE_NOT_HELD`, `NOT_DUE`, `TRIAL_FAILED`, and what is wrong with a call.
 */
export async function planDirect(
  network: GovernedNetwork,
  calls: readonly Call[],
  account: Address,
  { skipTrial }: { skipTrial: boolean },
): Promise<DirectPlan> {
  calls.forEach(requireDirect);
  const placed = await Promise.all(calls.map((call) => placeCall(network, call)));
  const dangers = requireHarmless(placed, await readDangerFacts(network, placed));
  const steps: DirectStep[] = [];
  for (const call of placed) steps.push(await stepFor(network, call, account));
  if (!skipTrial) await requireFirstPasses(network, steps, account);
  return { steps, notices: dangers.map(({ call, reason }) => `${call}: ${reason}`) };
}

async function stepFor(network: GovernedNetwork, call: PlacedCall, account: Address): Promise<DirectStep> {
  const power = powerOf(call);
  if (power.kind === "free") return { kind: "call", call, sent: call, delaySeconds: 0 };
  const { isAllowed, delaySeconds } = await permissionOf(network, call, account);
  if (!isAllowed) throw notHeld(call, account);
  if (delaySeconds === 0) return { kind: "call", call, sent: call, delaySeconds };
  const { authority } = network;
  const operation = await authority.hashOperation(account, call.target, call.data);
  const due = Number(await authority.getSchedule(operation));
  if (due === 0) {
    const sent = throughManager(network, "schedule", [call.target, call.data, 0n]);
    return { kind: "announce", call, sent, delaySeconds };
  }
  const { timestamp } = await getBlock(network.provider, "latest");
  if (timestamp < due) {
    throw refused(
      "NOT_DUE",
      `${nameOfCall(call)} is announced, and its delay is not over; repeat the command from ${formatTime(due)} on`,
    );
  }
  return {
    kind: "execute",
    call,
    sent: throughManager(network, "execute", [call.target, call.data]),
    delaySeconds,
  };
}

async function permissionOf(
  { authority, authorityAddress }: GovernedNetwork,
  { target, fragment, args }: PlacedCall,
  account: Address,
): Promise<{ isAllowed: boolean; delaySeconds: number }> {
  if (target !== authorityAddress) {
    const [immediate, delay] = await authority.canCall(account, target, fragment.selector);
    return { isAllowed: immediate || delay > 0n, delaySeconds: Number(delay) };
  }
  const [role] = fragment.name === "grantRole" || fragment.name === "revokeRole" ? args : [];
  const needed = role === undefined ? 0n : await authority.getRoleAdmin(role as bigint);
  const [isAllowed, delay] = await authority.hasRole(needed, account);
  return { isAllowed, delaySeconds: Number(delay) };
}

function notHeld(call: PlacedCall, account: Address) {
  const power = powerOf(call);
  const name = nameOfCall(call);
  const reason =
    power.kind === "role"
      ? `the role ${power.role}, which ${account} does not hold; by the role table ${whoHolds(power.holders)} does`
      : `the admin of the role table, which ${account} is not; propose it, without --direct and --safe`;
  return refused("ROLE_NOT_HELD", `${name} takes ${reason}`);
}

function throughManager(
  { authorityAddress }: GovernedNetwork,
  name: "schedule" | "execute",
  args: readonly AbiValue[],
): PlacedCall {
  const place = { contract: "AccessManager" } as const;
  const call = { place, fragment: findFunction(place.contract, name, args.length), args };
  return { ...call, target: authorityAddress, data: dataOf(call) };
}

/** A transaction may need one that is sent before it: only the first must pass now. */
async function requireFirstPasses(
  network: GovernedNetwork,
  [first]: readonly DirectStep[],
  account: Address,
): Promise<void> {
  if (first === undefined) return;
  const { kind, call, sent } = first;
  const trial =
    kind === "announce"
      ? await tryCall(network, call, { from: account, permissive: true })
      : await tryCall(network, sent, { from: account, permissive: false });
  if (trial.kind !== "fails") return;
  const when =
    kind === "announce" ? `, if it were made now and not in ${formatDuration(first.delaySeconds)}` : "";
  throw refused("TRIAL_FAILED", `${nameOfCall(call)} would fail${when}: ${trial.reason}`);
}
