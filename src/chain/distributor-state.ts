import type { RewardDistributor } from "../../typechain-types";
import type { Hex } from "../hex";

/** The root of an epoch that is not final, and the active root before the first that is. */
export const ZERO_ROOT: Hex = `0x${"00".repeat(32)}`;

/** A report in its challenge window, or past it and not finalised yet. */
export interface PendingReport {
  epoch: number;
  root: Hex;
  total: bigint;
  /** From this second on (since 1970) it can be finalised. */
  finalizableAt: number;
}

/** What a distributor says of itself at the newest block. */
export interface DistributorState {
  chainId: bigint;
  address: Hex;
  program: number;
  activeRoot: Hex;
  /** The lowest epoch that can be reported. */
  nextEpoch: number;
  reportNonce: number;
  pending: PendingReport | undefined;
  /** Time of the newest block, in seconds since 1970: the clock that the contracts go by. */
  now: number;
}

/** Reads a distributor's state. */
export async function readDistributorState(distributor: RewardDistributor): Promise<DistributorState> {
  const provider = distributor.runner?.provider;
  if (!provider) throw new TypeError("the distributor is not connected to a provider");
  const [network, block, address, program, activeRoot, nextEpoch, reportNonce, pending] = await Promise.all([
    provider.getNetwork(),
    provider.getBlock("latest"),
    distributor.getAddress(),
    distributor.program(),
    distributor.activeRoot(),
    distributor.nextEpoch(),
    distributor.reportNonce(),
    distributor.pendingReport(),
  ]);
  return {
    chainId: network.chainId,
    address: address as Hex,
    program: Number(program),
    activeRoot: activeRoot as Hex,
    nextEpoch: Number(nextEpoch),
    reportNonce: Number(reportNonce),
    pending:
      pending.finalizableAt === 0n
        ? undefined
        : {
            epoch: Number(pending.epoch),
            root: pending.root as Hex,
            total: pending.total,
            finalizableAt: Number(pending.finalizableAt),
          },
    now: block?.timestamp ?? 0,
  };
}
