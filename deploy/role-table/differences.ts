import type { Provider } from "ethers";

import { expectedSettings } from "./expected";
import { foundSettings } from "./found";
import type { Settings } from "./settings";
import type { RoleAccounts, RoleTargets } from "./targets";

/** One thing in which a chain's permissions are not what the role table says. */
export interface RoleDifference {
  /** What should be so, and what is so instead. */
  description: string;
  /** Calldata for the AccessManager that mends it. */
  data: string;
}

/** Everything in which a network's permissions are not the role table, what is too much included. Read-only. */
export async function roleDifferences(
  targets: RoleTargets,
  accounts: RoleAccounts,
  provider: Provider,
): Promise<RoleDifference[]> {
  return differencesIn(
    expectedSettings(targets, accounts),
    await foundSettings(targets.AccessManager, provider),
  );
}

function differencesIn(expected: Settings, found: Settings): RoleDifference[] {
  // the expected ones know more names
  const settings = new Map([...found, ...expected]);
  return [...settings].flatMap(([key, { setting }]) => {
    const [should, is] = [expected, found].map((side) => (side.get(key) ?? { value: setting.empty }).value);
    if (should === is) return [];
    const description = `should be: ${setting.describe(should)}; is: ${setting.describe(is)}`;
    return [{ description, data: setting.data(should) }];
  });
}
