import { roles } from "../../deploy/roles";
import type { Address } from "../hex";
import type { PlacedCall } from "./call";
import { type Danger, type DangerFacts, delayDanger, locks, notice } from "./danger";
import { nameOfPlace } from "./place";
import { interfaceOf } from "./suite";

const ADMIN_ROLE = 0n;
const PUBLIC_ROLE = 2n ** 64n - 1n;

type Judge = (call: PlacedCall, facts: DangerFacts) => Danger[];

/** What calls of the AccessManager would do to the role table, by the function's name. */
export const tableDangers: Readonly<Record<string, Judge>> = {
  grantRole(call, facts) {
    const [role, account, delay] = call.args as unknown as [bigint, string, bigint];
    if (role === ADMIN_ROLE) return grantingAdmin(call, account, delay, facts);
    return [
      ...delayDanger(call, delay, "a call by this role"),
      ...grantingToAnother(call, role, account, delay, facts),
    ];
  },

  revokeRole(call, facts) {
    const [role, account] = call.args as unknown as [bigint, string];
    const who = lower(account);
    if (role === ADMIN_ROLE && who === facts.timelock)
      return [locks(call, "the timelock cannot take its own admin role: a successor that holds it can")];
    return who === facts.governor ? leavingGovernor(call, role, facts) : [];
  },

  renounceRole(call, facts) {
    const [role, account] = call.args as unknown as [bigint, string];
    return lower(account) === facts.governor ? leavingGovernor(call, role, facts) : [];
  },

  setTargetAdminDelay(call) {
    const [target, delay] = call.args as unknown as [string, bigint];
    const long = delayDanger(call, delay, `opening or re-pointing ${target}`);
    if (delay === 0n || long.length > 0) return long;
    return [notice(call, "the timelock would have to announce changes of this contract a second time")];
  },

  setGrantDelay(call) {
    const [, delay] = call.args as unknown as [bigint, bigint];
    return delayDanger(call, delay, "granting this role");
  },

  setTargetClosed(call, { authority, governor, timelock, book }) {
    const [target, closed] = call.args as unknown as [string, boolean];
    if (!closed) return [];
    const who = lower(target);
    if ([authority, governor, timelock].includes(who))
      return [
        locks(call, `${nameIn(book, who)} is what opens contracts again; close the one that is at fault`),
      ];
    return [
      notice(call, `nobody could make any privileged call of ${nameIn(book, who)}, until it is opened`),
    ];
  },

  setTargetFunctionRole(call, { book }) {
    const [target, selectors, role] = call.args as unknown as [string, string[], bigint];
    if (role === PUBLIC_ROLE)
      return [locks(call, "role 2^64 - 1 is everybody: whoever likes could make these calls")];
    const place = book.get(lower(target));
    if (place === undefined) return [notice(call, `${target} is no contract of this network`)];
    const contract = interfaceOf(place.contract);
    const strange = selectors.filter((selector) => contract.getFunction(selector) === null);
    if (strange.length === 0) return [];
    return [locks(call, `${nameOfPlace(place)} has no function ${strange.join(", ")}`)];
  },

  setRoleAdmin(call) {
    return [
      notice(call, "whoever holds that role could grant and take this one at once, without the timelock"),
    ];
  },

  setRoleGuardian(call) {
    return [notice(call, "whoever holds that role could cancel announced calls of this one")];
  },

  updateAuthority(call, { contracts }) {
    const [target, authority] = call.args as unknown as [string, string];
    if (!contracts.has(lower(authority))) return [locks(call, `there is no contract at ${authority}`)];
    return [notice(call, `${target} would leave this role table; only the other one could bring it back`)];
  },
};

function grantingAdmin(
  call: PlacedCall,
  account: string,
  delay: bigint,
  { contracts, timelock }: DangerFacts,
): Danger[] {
  if (!contracts.has(lower(account)))
    return [
      locks(
        call,
        `${account} is no contract: whoever has its key could take every power at once, unannounced`,
      ),
    ];
  if (lower(account) === timelock && delay > 0n)
    return [locks(call, "the timelock announces by itself; with a delay of the role it could do nothing")];
  if (lower(account) === timelock) return [];
  return [notice(call, `${account} could give any power to anybody, under no other rule than its own`)];
}

function grantingToAnother(
  call: PlacedCall,
  role: bigint,
  account: string,
  delay: bigint,
  { governor, contracts }: DangerFacts,
): Danger[] {
  const known = Object.entries(roles).find(([, { id }]) => id === role);
  if (known === undefined) return [notice(call, `role ${role} is not in the role table`)];
  const [name, { holders, ...rest }] = known;
  const ofContracts = holders.every(
    (holder) => holder === "EmissionController" || holder === "DisputeManager",
  );
  if (ofContracts && !contracts.has(lower(account)))
    return [locks(call, `the role ${name} is for ${holders.join(", ")}; ${account} is no contract`)];
  const least = "delaySeconds" in rest ? BigInt(rest.delaySeconds) : 0n;
  if (lower(account) === governor && delay < least)
    return [
      notice(call, `governance would hold ${name} with less notice than the role table has, ${least} s`),
    ];
  return [];
}

function leavingGovernor(call: PlacedCall, role: bigint, { governorRoles }: DangerFacts): Danger[] {
  if (governorRoles.length === 1 && governorRoles[0] === role)
    return [locks(call, "it is the last role of the governor: give them to its successor first")];
  return [notice(call, "the governor could not make the calls of this role any more")];
}

function nameIn(book: DangerFacts["book"], address: Address): string {
  const place = book.get(address);
  return place === undefined ? address : nameOfPlace(place);
}

function lower(address: string): Address {
  return address.toLowerCase() as Address;
}
