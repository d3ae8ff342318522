import {
  ADMIN,
  type Holder,
  holders,
  OPERATION,
  permissionless,
  permissions,
  PROPOSAL,
  type Role,
  type RoleName,
  roles,
} from "../../deploy/roles";
import { OpenDepinError } from "../errors";
import { type Call, nameOfCall, signatureOfCall } from "./call";

/** Who may make a call, by the role table. */
export type Power =
  | { kind: "role"; role: RoleName; id: bigint; holders: readonly Holder[]; delaySeconds: number }
  /** The admin of the role table: the timelock, after its delay. */
  | { kind: "admin" }
  /** The timelock itself, after its delay. */
  | { kind: "operation" }
  /** The governor itself. */
  | { kind: "proposal" }
  /** No role is asked for, but the contract has a rule of its own. */
  | { kind: "free"; rule: string };

/** Who may make a call. */
export function powerOf(call: Pick<Call, "place" | "fragment">): Power {
  const { contract } = call.place;
  const signature = signatureOfCall(call);
  const permission = permissions.find(
    (entry) => entry.contract === contract && entry.functions.includes(signature),
  );
  if (permission !== undefined) {
    const role: Role = roles[permission.role];
    const { id, delaySeconds = 0 } = role;
    return { kind: "role", role: permission.role, id, holders: role.holders, delaySeconds };
  }
  const rule = permissionless[contract][signature];
  // What the table does not list belongs to the admin.
  if (rule === undefined || rule === ADMIN) return { kind: "admin" };
  if (rule === OPERATION) return { kind: "operation" };
  if (rule === PROPOSAL) return { kind: "proposal" };
  return { kind: "free", rule };
}

/** Whether a proposal reaches a call through the timelock only. */
export function needsTimelock({ kind }: Power): boolean {
  return kind === "admin" || kind === "operation";
}

/** Functions that carry other calls within: those must be named themselves to be checked. */
const CARRIERS: Readonly<Record<string, readonly string[]>> = {
  AccessManager: ["schedule", "execute", "multicall"],
  NetworkTimelock: ["schedule", "scheduleBatch"],
  DeviceRegistry: ["multicall"],
};

/**
 * Refuses a call that cannot be made by its name: because nobody but the AccessManager makes it, or because it carries
 * others, which would go unchecked.
 *
 * @throws OpenDepinError `NOT_CALLABLE`.
 */
export function requireCallable(call: Pick<Call, "place" | "fragment">): void {
  const { place, fragment } = call;
  const name = nameOfCall(call);
  if (CARRIERS[place.contract]?.includes(fragment.name) === true) {
    throw notCallable(
      `${name} carries other calls, which could not be checked: name those; announcing and scheduling is done for you`,
    );
  }
  if (fragment.name === "setAuthority")
    throw notCallable(`${name} can be called by the AccessManager alone; name AccessManager.updateAuthority`);
}

/**
 * Refuses a call that no account can make by itself, whatever its roles.
 *
 * @throws OpenDepinError `NOT_DIRECT`.
 */
export function requireDirect(call: Pick<Call, "place" | "fragment">): void {
  requireCallable(call);
  const { kind } = powerOf(call);
  if (kind !== "proposal" && kind !== "operation") return;
  const name = nameOfCall(call);
  throw new OpenDepinError(
    "NOT_DIRECT",
    `${name} is for governance alone: propose it, without --direct and --safe`,
  );
}

/** Holders of a role in words. */
export function whoHolds(all: readonly Holder[]): string {
  return all.map((holder) => `${holder} (${holders[holder]})`).join(" and ");
}

function notCallable(reason: string): OpenDepinError {
  return new OpenDepinError("NOT_CALLABLE", reason);
}
