import { formatSpan } from "../format-time";
import type { Address } from "../hex";
import { nameOfCall, type PlacedCall } from "./call";
import type { AddressBook } from "./decode-call";

/** What a call would do that its author may not have meant. */
export interface Danger {
  call: string;
  /** `locks`: it would fail, or leave the network without somebody in charge; it is refused. */
  kind: "locks" | "notice";
  reason: string;
}

/** What dangers are judged by. */
export interface DangerFacts {
  governor: Address | undefined;
  timelock: Address | undefined;
  authority: Address;
  book: AddressBook;
  /** Accounts, among the calls' arguments, that have code. */
  contracts: ReadonlySet<Address>;
  /** Numbers of the roles that the governor holds. */
  governorRoles: readonly bigint[];
}

/** Longest delay that anything of governance takes: whatever waits longer can hardly be undone in time. */
export const MAX_DELAY_SECONDS = 30 * 86_400;

export function locks(call: PlacedCall, reason: string): Danger {
  return { call: nameOfCall(call), kind: "locks", reason };
}

export function notice(call: PlacedCall, reason: string): Danger {
  return { call: nameOfCall(call), kind: "notice", reason };
}

/** Refuses a delay beyond use, if it is one. */
export function delayDanger(call: PlacedCall, seconds: bigint, what: string): Danger[] {
  if (seconds <= BigInt(MAX_DELAY_SECONDS)) return [];
  const [asked, most] = [formatSpan(Number(seconds)), formatSpan(MAX_DELAY_SECONDS)];
  return [
    locks(
      call,
      `${what} would take ${asked}, and so would most ways to undo that; at most ${most} is sensible`,
    ),
  ];
}
