import type { LogDescription, Provider } from "ethers";

import { contractLogs } from "../../src/chain/contract-logs";
import { type AccessManager, AccessManager__factory } from "../../typechain-types";
import {
  functionRole,
  grantDelay,
  membership,
  roleAdmin,
  roleGuardian,
  roleLabel,
  type Setting,
  type Settings,
  targetAdminDelay,
  targetClosed,
} from "./settings";

/** A setting that was touched once, and how to ask for what it is now. */
interface Touched<Value = unknown> {
  setting: Setting<Value>;
  read: (manager: AccessManager) => Promise<Value>;
}

/**
 * What an AccessManager keeps now. Its events say which settings were ever touched, itself says what they are: some of
 * them change later than their event.
 */
export async function foundSettings(accessManager: string, provider: Provider): Promise<Settings> {
  const manager = AccessManager__factory.connect(accessManager, provider);
  const touched = new Map<string, Touched>();
  for await (const log of contractLogs(manager, { phase: "reading the role table" })) {
    const event = manager.interface.parseLog(log);
    const found = event === null ? undefined : touchedBy(event);
    if (found !== undefined) touched.set(found.setting.key, found);
  }
  const entries = await Promise.all(
    [...touched.values()].map(async ({ setting, read }) => ({ setting, value: await read(manager) })),
  );
  return new Map(entries.map((entry) => [entry.setting.key, entry]));
}

function touchedBy({ name, args }: LogDescription): Touched | undefined {
  const { roleId, account, target, selector, label } = args.toObject() as EventValues;
  switch (name) {
    case "RoleGranted":
    case "RoleRevoked":
      return touched(membership(roleId, account), async (manager) => {
        const { isMember, executionDelay } = await manager.hasRole(roleId, account);
        return isMember ? Number(executionDelay) : undefined;
      });
    case "RoleLabel":
      return touched(roleLabel(roleId), () => Promise.resolve(label));
    case "RoleAdminChanged":
      return touched(roleAdmin(roleId), (manager) => manager.getRoleAdmin(roleId));
    case "RoleGuardianChanged":
      return touched(roleGuardian(roleId), (manager) => manager.getRoleGuardian(roleId));
    case "RoleGrantDelayChanged":
      return touched(grantDelay(roleId), async (manager) => Number(await manager.getRoleGrantDelay(roleId)));
    case "TargetFunctionRoleUpdated":
      return touched(functionRole(target, selector), (manager) =>
        manager.getTargetFunctionRole(target, selector),
      );
    case "TargetClosed":
      return touched(targetClosed(target), (manager) => manager.isTargetClosed(target));
    case "TargetAdminDelayUpdated":
      return touched(targetAdminDelay(target), async (manager) =>
        Number(await manager.getTargetAdminDelay(target)),
      );
    default:
      return undefined;
  }
}

/** What the events of an AccessManager say, under the names of their parameters. */
interface EventValues {
  roleId: bigint;
  account: string;
  target: string;
  selector: string;
  label: string;
}

function touched<Value>(setting: Setting<Value>, read: (manager: AccessManager) => Promise<Value>): Touched {
  return { setting, read };
}
