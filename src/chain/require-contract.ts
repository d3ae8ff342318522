import { getAddress, isAddress, type Provider } from "ethers";

import { EXIT, OpenDepinError } from "../errors";

/**
 * Refuses an address where no contract is.
 *
 * @param code Of the error that is thrown.
 * @throws OpenDepinError
 */
export async function requireContract(
  provider: Pick<Provider, "getCode" | "getNetwork">,
  address: string,
  code: string,
): Promise<void> {
  const wellFormed: boolean = isAddress(address);
  if (!wellFormed) throw new OpenDepinError(code, `"${address}" is not an address`);
  if ((await provider.getCode(address)) !== "0x") return;
  const { chainId } = await provider.getNetwork();
  throw new OpenDepinError(code, `no contract at ${getAddress(address)} on chain ${chainId.toString()}`, {
    exitCode: EXIT.network,
  });
}
