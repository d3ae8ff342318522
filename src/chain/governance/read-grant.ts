import { formatDuration } from "../../format-duration";
import { nameOfCall, type PlacedCall } from "../../governance/call";
import { type Power, whoHolds } from "../../governance/power";
import { refused } from "../refused";
import type { GovernedNetwork } from "./network";

/** That governance may make a call. */
export interface Grant {
  /** Seconds that it must have been announced for. */
  delaySeconds: number;
  /** Where the chain is not as the role table, one line each. */
  notices: string[];
}

/**
 * Reads by which right the governor may make a call: the chain decides, and the role table explains.
 *
 * @throws OpenDepinError `ROLE_NOT_HELD`, with who holds the role by the table; `CONTRACT_CLOSED`.
 */
export async function readGrant(
  { authority, governorAddress }: GovernedNetwork,
  call: PlacedCall,
  power: Power & { kind: "role" },
): Promise<Grant> {
  const { target, fragment } = call;
  const name = nameOfCall(call);
  const [[immediate, delay], role, isClosed] = await Promise.all([
    authority.canCall(governorAddress, target, fragment.selector),
    authority.getTargetFunctionRole(target, fragment.selector),
    authority.isTargetClosed(target),
  ]);
  if (isClosed) {
    throw refused(
      "CONTRACT_CLOSED",
      `${name} is closed to privileged calls; propose AccessManager.setTargetClosed first`,
    );
  }
  if (!immediate && delay === 0n) throw notHeld(name, power);
  return { delaySeconds: Number(delay), notices: differences(name, power, { role, delay }) };
}

function notHeld(name: string, { role, holders }: Power & { kind: "role" }) {
  const isOurs = holders.includes("governance");
  return refused(
    "ROLE_NOT_HELD",
    isOurs
      ? `${name} takes the role ${role}, which by the role table governance holds, but on chain this governor does not`
      : `${name} takes the role ${role}, which governance does not hold; it is held by ${whoHolds(holders)}, who can send it with --direct or --safe`,
  );
}

function differences(
  name: string,
  power: Power & { kind: "role" },
  { role, delay }: { role: bigint; delay: bigint },
): string[] {
  const found: string[] = [];
  if (role !== power.id)
    found.push(`${name}: on chain it takes role ${role}, by the role table ${power.role} (${power.id})`);
  if (delay !== BigInt(power.delaySeconds)) {
    const [is, should] = [Number(delay), power.delaySeconds].map(formatDuration);
    found.push(`${name}: on chain it waits ${is ?? ""}, by the role table ${should ?? ""}`);
  }
  return found;
}
