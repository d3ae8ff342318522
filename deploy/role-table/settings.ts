import { getAddress } from "ethers";

import { formatDuration } from "../../src/format-duration";
import { AccessManager__factory } from "../../typechain-types";
import { admin, roleNamed } from "../roles";

/** One thing that an AccessManager keeps, as the role of a function or the delay of a member. */
export interface Setting<Value> {
  /** Tells it from every other one. */
  key: string;
  /** What it is in an AccessManager that nobody has touched. */
  empty: Value;
  /** In words, that it is so. */
  describe(value: Value): string;
  /** Calldata for the AccessManager that makes it so. */
  data(value: Value): string;
}

/** A setting with its value. */
export interface Entry<Value = unknown> {
  setting: Setting<Value>;
  value: Value;
}

/** The settings that differ from those of an AccessManager that nobody has touched, by their keys. */
export type Settings = ReadonlyMap<string, Entry>;

const manager = AccessManager__factory.createInterface();

/** A membership's execution delay in seconds; undefined of an account that is no member. */
type Membership = number | undefined;

/** Which role a function belongs to. */
export function functionRole(target: string, selector: string, name = selector): Setting<bigint> {
  const contract = getAddress(target);
  return {
    key: `function ${contract} ${selector}`,
    empty: admin.id,
    describe: (role) => `${name} of ${contract} belongs to ${nameOfRole(role)}`,
    data: (role) => manager.encodeFunctionData("setTargetFunctionRole", [contract, [selector], role]),
  };
}

/** Whether an account is a member of a role, and with which delay. */
export function membership(role: bigint, member: string, name = "the account"): Setting<Membership> {
  const account = getAddress(member);
  return {
    key: `member ${role} ${account}`,
    empty: undefined,
    describe: (delay) =>
      delay === undefined
        ? `${nameOfRole(role)} is not held by ${name} ${account}`
        : `${nameOfRole(role)} is held by ${name} ${account}, ${delayInWords(delay)}`,
    data: (delay) =>
      delay === undefined
        ? manager.encodeFunctionData("revokeRole", [role, account])
        : manager.encodeFunctionData("grantRole", [role, account, delay]),
  };
}

/** What a role is called in events. */
export function roleLabel(role: bigint): Setting<string> {
  return {
    key: `label ${role}`,
    empty: "",
    describe: (label) => `role ${role} is labelled "${label}"`,
    data: (label) => manager.encodeFunctionData("labelRole", [role, label]),
  };
}

/** Who grants a role. */
export function roleAdmin(role: bigint): Setting<bigint> {
  return {
    key: `admin ${role}`,
    empty: admin.id,
    describe: (by) => `${nameOfRole(role)} is granted by ${nameOfRole(by)}`,
    data: (by) => manager.encodeFunctionData("setRoleAdmin", [role, by]),
  };
}

/** Who cancels what a role's members have scheduled. */
export function roleGuardian(role: bigint): Setting<bigint> {
  return {
    key: `guardian ${role}`,
    empty: admin.id,
    describe: (by) => `what ${nameOfRole(role)} has scheduled is cancelled by ${nameOfRole(by)}`,
    data: (by) => manager.encodeFunctionData("setRoleGuardian", [role, by]),
  };
}

/** How long a grant of a role takes to count. */
export function grantDelay(role: bigint): Setting<number> {
  return {
    key: `grantDelay ${role}`,
    empty: 0,
    describe: (delay) => `a grant of ${nameOfRole(role)} counts ${delayInWords(delay)}`,
    data: (delay) => manager.encodeFunctionData("setGrantDelay", [role, delay]),
  };
}

/** Whether a contract is closed to everything restricted. */
export function targetClosed(target: string): Setting<boolean> {
  const contract = getAddress(target);
  return {
    key: `closed ${contract}`,
    empty: false,
    describe: (closed) => `${contract} is ${closed ? "closed" : "open"} to privileged calls`,
    data: (closed) => manager.encodeFunctionData("setTargetClosed", [contract, closed]),
  };
}

/** How long the admin waits to change what a contract's functions belong to. */
export function targetAdminDelay(target: string): Setting<number> {
  const contract = getAddress(target);
  return {
    key: `adminDelay ${contract}`,
    empty: 0,
    describe: (delay) => `the admin changes the roles of ${contract} ${delayInWords(delay)}`,
    data: (delay) => manager.encodeFunctionData("setTargetAdminDelay", [contract, delay]),
  };
}

function nameOfRole(role: bigint): string {
  return `role ${roleNamed(role) ?? role}`;
}

function delayInWords(delay: number): string {
  return delay === 0 ? "without delay" : `after ${formatDuration(delay)}`;
}
