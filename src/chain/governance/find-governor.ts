import type { Provider } from "ethers";

import { type NetworkGovernor, NetworkGovernor__factory } from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import { requireContract } from "../require-contract";

/**
 * The NetworkGovernor to talk to.
 *
 * @throws OpenDepinError `GOVERNOR_UNKNOWN` when there is none, `GOVERNOR_INVALID` when something else is deployed there.
 */
export async function findGovernor(provider: Provider, given?: string): Promise<NetworkGovernor> {
  const { chainId } = await provider.getNetwork();
  if (given === undefined) {
    throw new OpenDepinError(
      "GOVERNOR_UNKNOWN",
      `no NetworkGovernor is known on chain ${chainId.toString()}; name it with --governor`,
    );
  }
  await requireContract(provider, given, "GOVERNOR_INVALID");
  const governor = NetworkGovernor__factory.connect(given, provider);
  await governor.quorumFloor().catch((cause: unknown) => {
    throw new OpenDepinError("GOVERNOR_INVALID", `the contract at ${given} is not a NetworkGovernor`, {
      cause,
    });
  });
  return governor;
}
