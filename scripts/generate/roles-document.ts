import {
  admin,
  delayOf,
  type Holder,
  holders,
  permissionless,
  permissions,
  type Role,
  type RoleName,
  roles,
} from "../../deploy/roles";

/** The role table for people to read: docs/ROLES.md, in Markdown. */
export function rolesDocument(): string {
  return [
    "<!-- Generated from deploy/roles.ts by `npm run generate`: change that file, not this one. -->",
    "# Roles",
    INTRODUCTION,
    "## Who holds a role",
    holdersTable(),
    "## What a role can do",
    adminSection(),
    ...Object.entries(roles).map(([name, role]) => roleSection(name as RoleName, role)),
    "## What no role is asked for",
    "Open to everybody because nobody can do harm with it, or guarded by a rule of the contract's own.",
    ...Object.keys(permissionless).map((contract) => openSection(contract as keyof typeof permissionless)),
    "",
  ].join("\n\n");
}

const INTRODUCTION = `Every privileged call of the suite is \`restricted\` by one AccessManager. This is its whole table: which role may
make which call, who holds the role, and how long a call must have been announced. What is not listed belongs to nobody
but the admin. [GOVERNANCE.md](GOVERNANCE.md) says how a call is announced and made.`;

function holdersTable(): string {
  const rows = Object.entries(holders).map(([holder, description]) => `| ${holder} | ${description} |`);
  return ["| holder | who it is |", "| --- | --- |", ...rows].join("\n");
}

function adminSection(): string {
  return [
    `### admin (${admin.id.toString()})`,
    admin.power,
    [
      `- Held by: the ${admin.holder}`,
      "- Granted by: itself",
      `- Delay: ${inWords(admin.delaySeconds)}, of the timelock`,
      "- Calls: every function of the AccessManager that changes the table",
    ].join("\n"),
  ].join("\n\n");
}

function roleSection(name: RoleName, role: Role): string {
  const calls = permissions
    .filter((permission) => permission.role === name)
    .flatMap(({ contract, functions }) => functions.map((signature) => `  - \`${contract}.${signature}\``));
  return [
    `### ${name} (${role.id.toString()})`,
    role.power,
    [
      `- Held by: ${role.holders.join(", ")}`,
      "- Granted by: admin",
      `- Delay: ${delaysOf(role)}`,
      "- Calls:",
      ...calls,
    ].join("\n"),
  ].join("\n\n");
}

/** The delay after which holders of a role can make its calls, in words. */
export function delaysOf(role: Role): string {
  const delayed = role.holders.map((holder: Holder) => delayOf(role, holder)).find((delay) => delay > 0);
  return delayed === undefined ? "none" : inWords(delayed);
}

function openSection(contract: keyof typeof permissionless): string {
  const lines = Object.entries(permissionless[contract]).map(
    ([signature, reason]) => `- \`${signature}\`: ${reason}`,
  );
  return [`### ${contract}`, lines.join("\n")].join("\n\n");
}

function inWords(seconds: number): string {
  const days = seconds / 86_400;
  if (!Number.isInteger(days)) return `${seconds.toString()} seconds`;
  return days === 1 ? "1 day" : `${days.toString()} days`;
}
