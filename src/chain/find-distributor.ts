import type { JsonRpcProvider } from "ethers";

import { addressesOf } from "../deployments";
import { OpenDepinError } from "../errors";
import { type RewardDistributor, RewardDistributor__factory } from "../../typechain-types";
import { readDevnetManifest } from "./devnet-manifest";
import { requireContract } from "./require-contract";

export interface DistributorChoice {
  /** Address, if the caller names one. */
  distributor?: string | undefined;
  /** Program id, from 1; used when the address comes from the published deployments or the devnet's manifest. */
  program: number;
}

/**
 * The distributor to talk to: the address given, else the published deployment of the chain, else the devnet in this
 * folder.
 *
 * @throws OpenDepinError `DISTRIBUTOR_UNKNOWN` when there is none, `DISTRIBUTOR_INVALID` when nothing is deployed there.
 */
export async function findDistributor(
  provider: JsonRpcProvider,
  { distributor, program }: DistributorChoice,
): Promise<RewardDistributor> {
  const { chainId } = await provider.getNetwork();
  const address = distributor ?? published(chainId, program) ?? (await onDevnet(chainId, program));
  if (address === undefined) {
    throw new OpenDepinError(
      "DISTRIBUTOR_UNKNOWN",
      `no distributor of program ${program.toString()} is known on chain ${chainId.toString()}; name it with --distributor, or run where the devnet wrote devnet.json`,
    );
  }
  await requireContract(provider, address, "DISTRIBUTOR_INVALID");
  const found = RewardDistributor__factory.connect(address, provider);
  await found.REPORT_TYPEHASH().catch((cause: unknown) => {
    throw new OpenDepinError("DISTRIBUTOR_INVALID", `the contract at ${address} is not a RewardDistributor`, {
      cause,
    });
  });
  return found;
}

function published(chainId: bigint, program: number): string | undefined {
  return addressesOf(Number(chainId))?.rewardDistributors[program - 1];
}

async function onDevnet(chainId: bigint, program: number): Promise<string | undefined> {
  const manifest = await readDevnetManifest(chainId);
  return manifest?.programs.find((entry) => entry.program === program)?.distributor;
}
