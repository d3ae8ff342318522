import type { BaseContract, Provider } from "ethers";

/** What a contract is read through. */
export function providerOf(contract: Pick<BaseContract, "runner">): Provider {
  const provider = contract.runner?.provider;
  if (provider) return provider;
  throw new TypeError("the contract is not connected to a provider");
}
