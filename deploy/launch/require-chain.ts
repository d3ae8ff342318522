import type { Provider } from "ethers";

import { EXIT, OpenDepinError } from "../../src/errors";

/**
 * An endpoint may be another chain's than its name says.
 *
 * @throws OpenDepinError `CHAIN_MISMATCH`.
 */
export async function requireChain(provider: Provider, expected: number): Promise<void> {
  const { chainId } = await provider.getNetwork();
  if (Number(chainId) === expected) return;
  throw new OpenDepinError(
    "CHAIN_MISMATCH",
    `the parameters are for chain ${expected}, the endpoint is chain ${chainId}: correct chainId, or the endpoint`,
    { exitCode: EXIT.input },
  );
}
