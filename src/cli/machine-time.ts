import { DEVNET_CHAIN_ID } from "../devnet/chain-id";

/**
 * What time it is on a chain that cannot be asked, by the clock of this machine, in seconds since 1970.
 *
 * @returns Undefined of a local chain, whose clock is its own.
 */
export function machineTimeOf({ chainId }: { chainId: number }): number | undefined {
  return chainId === DEVNET_CHAIN_ID ? undefined : Math.floor(Date.now() / 1000);
}
