import { OpenDepinError } from "../../errors";
import type { Address } from "../../hex";
import { knownAddress } from "../known-address";
import type { OpenRegistry } from "../registry/open-registry";
import { findStaking } from "../trust/find-staking";

/** A staking by its address; false for none, on purpose; undefined for the one that the network is known to have. */
export type StakingChoice = Address | false | undefined;

/**
 * The OperatorStaking whose bonds have to cover a registry's devices.
 *
 * @returns Its address in lower case; undefined when none is wanted, or known for this registry.
 * @throws OpenDepinError `STAKING_INVALID` when what is named is none, or stands behind another registry.
 */
export async function stakingBehind(
  { provider, address, chainId }: OpenRegistry,
  choice: StakingChoice,
): Promise<Address | undefined> {
  if (choice === false) return undefined;
  const named = choice ?? (await knownAddress("operatorStaking", chainId));
  if (named === undefined) return undefined;
  const registry = (await (await findStaking(provider, named)).registry()).toLowerCase();
  if (registry === address) return named.toLowerCase() as Address;
  // What the network is known to have may be about its own registry, and the caller's about another.
  if (choice === undefined) return undefined;
  throw new OpenDepinError(
    "STAKING_INVALID",
    `the OperatorStaking at ${named} stands behind the devices of ${registry}, not of ${address}`,
  );
}
