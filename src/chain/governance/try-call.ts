import { isCallException } from "ethers";

import type { PlacedCall } from "../../governance/call";
import { needsTimelock, type Power, powerOf } from "../../governance/power";
import type { Address, Hex } from "../../hex";
import { explainChainError } from "../explain-error";
import type { GovernedNetwork } from "./network";

/** What a call would do if it were made now. */
export type Trial = { kind: "passes" } | { kind: "fails"; reason: string } | { kind: "untried" };

/**
 * Code that says yes to whoever asks it whether a call may be made at once: it returns (1, 0). With it in the place of the
 * AccessManager, a call can be tried before it is announced.
 */
const PERMISSIVE: Hex = "0x60015f5260405ff3";

/** Tries a call as governance would make it, without sending anything. */
export function tryGovernanceCall(network: GovernedNetwork, call: PlacedCall): Promise<Trial> {
  const power = powerOf(call);
  const permissive = power.kind === "role";
  return tryCall(network, call, { from: senderOf(network, power), permissive });
}

/**
 * Tries a call from an account.
 *
 * @returns `untried` when the node cannot try it.
 */
export async function tryCall(
  { provider, authorityAddress }: GovernedNetwork,
  { target, data }: Pick<PlacedCall, "target" | "data">,
  { from, permissive }: { from: Address; permissive: boolean },
): Promise<Trial> {
  const overrides = permissive ? [{ [authorityAddress]: { code: PERMISSIVE } }] : [];
  try {
    await provider.send("eth_call", [{ from, to: target, data }, "latest", ...overrides]);
    return { kind: "passes" };
  } catch (error) {
    if (!isCallException(error)) return { kind: "untried" };
    return { kind: "fails", reason: explainChainError(error).reason };
  }
}

/** Who a contract sees as the sender of what governance does. */
function senderOf(network: GovernedNetwork, power: Power): Address {
  if (power.kind === "role") return network.authorityAddress;
  return needsTimelock(power) && network.timelockAddress !== undefined
    ? network.timelockAddress
    : network.governorAddress;
}
