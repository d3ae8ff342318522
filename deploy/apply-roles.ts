import { type ContractRunner, id } from "ethers";

import { type AccessManager, AccessManager__factory } from "../typechain-types";
import { type Holder, permissions, roles } from "./roles";

/** Where the contracts of the role table stand on a chain; a network has one distributor a program. */
export interface RoleTargets {
  AccessManager: string;
  RewardToken: string;
  EmissionController: string;
  RewardDistributor: string[];
  /** None if reporters sign by themselves. */
  ReporterCommittee: string[];
  MakerRegistry: string;
  DeviceRegistry: string;
  OperatorStaking: string;
  DisputeManager: string;
}

/** Who holds the roles that no contract of the suite holds. */
export type RoleAccounts = Record<Exclude<Holder, keyof RoleTargets>, string>;

/** One line of the role table that the chain does not have yet. */
export interface RoleDifference {
  /** What is missing, in words. */
  description: string;
  /** Calldata for the AccessManager that mends it. */
  data: string;
}

/** Everything in which the chain's permissions fall short of the role table. Read-only. */
export async function missingRoles(
  targets: RoleTargets,
  accounts: RoleAccounts,
  runner: ContractRunner,
): Promise<RoleDifference[]> {
  const manager = AccessManager__factory.connect(targets.AccessManager, runner);
  const { EmissionController, DisputeManager } = targets;
  const holders = { ...accounts, EmissionController, DisputeManager };
  return [...(await missingPermissions(manager, targets)), ...(await missingMembers(manager, holders))];
}

/**
 * Installs the role table: sends one transaction to the AccessManager with every call that is missing, and none when
 * nothing is.
 *
 * @returns What was missing and now holds.
 */
export async function applyRoles(
  targets: RoleTargets,
  accounts: RoleAccounts,
  admin: ContractRunner,
): Promise<RoleDifference[]> {
  const missing = await missingRoles(targets, accounts, admin);
  if (missing.length > 0) {
    const manager = AccessManager__factory.connect(targets.AccessManager, admin);
    const sent = await manager.multicall(missing.map(({ data }) => data));
    await sent.wait();
  }
  return missing;
}

async function missingPermissions(manager: AccessManager, targets: RoleTargets): Promise<RoleDifference[]> {
  const missing: RoleDifference[] = [];
  for (const { contract, functions, role } of permissions) {
    for (const target of [targets[contract]].flat()) {
      for (const signature of functions) {
        const selector = id(signature).slice(0, 10);
        if ((await manager.getTargetFunctionRole(target, selector)) === roles[role].id) continue;
        missing.push({
          description: `${contract} ${target}: ${signature} belongs to role ${role}`,
          data: manager.interface.encodeFunctionData("setTargetFunctionRole", [
            target,
            [selector],
            roles[role].id,
          ]),
        });
      }
    }
  }
  return missing;
}

async function missingMembers(
  manager: AccessManager,
  holders: Record<Holder, string>,
): Promise<RoleDifference[]> {
  const missing: RoleDifference[] = [];
  for (const [name, role] of Object.entries(roles)) {
    for (const holder of role.holders) {
      const account = holders[holder];
      const { isMember } = await manager.hasRole(role.id, account);
      if (isMember) continue;
      missing.push(
        {
          description: `role ${name} is held by ${holder} ${account}`,
          data: manager.interface.encodeFunctionData("grantRole", [role.id, account, 0]),
        },
        {
          description: `role ${name} is labelled`,
          data: manager.interface.encodeFunctionData("labelRole", [role.id, name]),
        },
      );
    }
  }
  return missing;
}
