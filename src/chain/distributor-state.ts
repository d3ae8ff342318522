import type { RewardDistributor } from "../../typechain-types";
import type { Hex } from "../hex";
import { providerOf } from "./provider-of";

/** The root of an epoch that is not final, and the active root before the first that is. */
export const ZERO_ROOT: Hex = `0x${"00".repeat(32)}`;

/** A report in its challenge window, or past it and not finalised yet. */
export interface PendingReport {
  epoch: number;
  /** Its place in the sequence of reports. */
  nonce: number;
  root: Hex;
  total: bigint;
  /** From this second on (since 1970) it can be finalised. */
  finalizableAt: number;
  /** Whether a dispute about it is open: then it cannot be finalised. */
  frozen: boolean;
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
  /** Before this second (since 1970) no report is taken. */
  proposalsPausedUntil: number;
  /** Time of the newest block, in seconds since 1970: the clock that the contracts go by. */
  now: number;
}

/** Whether there is a pending report that can be finalised now. */
export function isDue({ pending, now }: DistributorState): boolean {
  return pending !== undefined && !pending.frozen && now >= pending.finalizableAt;
}

/** Reads a distributor's state. */
export async function readDistributorState(distributor: RewardDistributor): Promise<DistributorState> {
  const provider = providerOf(distributor);
  const [network, block, address, program, activeRoot, nextEpoch, reportNonce, pending, paused] =
    await Promise.all([
      provider.getNetwork(),
      provider.getBlock("latest"),
      distributor.getAddress(),
      distributor.program(),
      distributor.activeRoot(),
      distributor.nextEpoch(),
      distributor.reportNonce(),
      distributor.pendingReport(),
      distributor.proposalsPausedUntil(),
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
            nonce: Number(pending.nonce),
            root: pending.root as Hex,
            total: pending.total,
            finalizableAt: Number(pending.finalizableAt),
            frozen: pending.frozen,
          },
    proposalsPausedUntil: Number(paused),
    now: block?.timestamp ?? 0,
  };
}
