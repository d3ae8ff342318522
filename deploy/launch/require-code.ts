import type { Provider } from "ethers";

import { OpenDepinError } from "../../src/errors";

/**
 * Files speak of a chain; a local one may have begun anew since they were written.
 *
 * @param source The file that names the contract.
 * @throws OpenDepinError `CHAIN_RESET`.
 */
export async function requireCode(provider: Provider, contract: string, source: string): Promise<void> {
  if ((await provider.getCode(contract)) !== "0x") return;
  throw new OpenDepinError(
    "CHAIN_RESET",
    `there is no contract at ${contract}: this chain is not the one that the file is about; move the file away to begin another network`,
    { file: source },
  );
}
