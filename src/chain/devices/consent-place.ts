import { type Address, type Hex, ZERO_ADDRESS } from "../../hex";
import type { OpenRegistry } from "../registry/open-registry";

/** Where consents are for: what whoever signs one must know of the network. */
export interface ConsentPlace {
  chainId: number;
  registry: Address;
  /** Seconds since 1970. */
  now: number;
  /** The device that a key is of, or would become. */
  deviceOf(signer: Hex): Promise<bigint>;
  nonceOf(device: bigint): Promise<number>;
  /** Undefined if it has none. */
  ownerOf(device: bigint): Promise<Address | undefined>;
}

/** The place of a network that can be asked. */
export async function consentPlace(opened: OpenRegistry): Promise<ConsentPlace> {
  const { contract, chainId, address } = opened;
  const latest = await contract.runner?.provider?.getBlock("latest");
  return {
    chainId: Number(chainId),
    registry: address,
    now: latest?.timestamp ?? 0,
    deviceOf: (signer) => contract.deviceOf(signer),
    nonceOf: async (device) => Number(await contract.nonceOf(device)),
    ownerOf: async (device) => {
      const { owner } = await contract.stateAt(device, 0);
      return owner === ZERO_ADDRESS ? undefined : (owner.toLowerCase() as Address);
    },
  };
}
