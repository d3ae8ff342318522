import { id } from "ethers";

import { admin, delayOf, type Holder, permissions, type RoleName, roles } from "../roles";
import { type Entry, functionRole, membership, roleLabel, type Setting, type Settings } from "./settings";
import { holdersOf, type RoleAccounts, type RoleTargets } from "./targets";

/** What the AccessManager of a network that was handed over has to keep: the role table, and nothing else. */
export function expectedSettings(targets: RoleTargets, accounts: RoleAccounts): Settings {
  const entries = [...functionEntries(targets), ...memberEntries(targets, accounts), ...labelEntries()];
  return new Map(entries.map((entry) => [entry.setting.key, entry]));
}

function functionEntries(targets: RoleTargets): Entry[] {
  return permissions.flatMap(({ contract, functions, role }) =>
    [targets[contract]].flat().flatMap((target) =>
      functions.map((signature) => {
        const selector = id(signature).slice(0, 10);
        return entry(functionRole(target, selector, `${contract}.${signature}`), roles[role].id);
      }),
    ),
  );
}

function memberEntries(targets: RoleTargets, accounts: RoleAccounts): Entry[] {
  const addresses = holdersOf(targets, accounts);
  const members = Object.values(roles).flatMap((role) =>
    role.holders.map((holder: Holder) =>
      entry(membership(role.id, addresses[holder], holder), delayOf(role, holder)),
    ),
  );
  // its own delay is the timelock's, not one of the AccessManager
  return [entry(membership(admin.id, targets.NetworkTimelock, admin.holder), 0), ...members];
}

function labelEntries(): Entry[] {
  return (Object.keys(roles) as RoleName[]).map((name) => entry(roleLabel(roles[name].id), name));
}

function entry<Value>(setting: Setting<Value>, value: Value): Entry {
  return { setting, value };
}
