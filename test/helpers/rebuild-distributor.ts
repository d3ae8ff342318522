import { ZeroHash } from "ethers";

import { type RewardDistributor } from "../../typechain-types";

interface Pending {
  epoch: bigint;
  nonce: bigint;
  finalizableAt: bigint;
  frozen: boolean;
  total: bigint;
  root: string;
}

/** Everything that a distributor remembers. */
export interface DistributorState {
  reporter: string;
  challengeWindow: bigint;
  reportNonce: bigint;
  nextEpoch: bigint;
  funded: bigint;
  activeRoot: string;
  roots: Map<bigint, string>;
  claimed: Map<string, bigint>;
  proposalsPausedUntil: bigint;
  pending: Pending | undefined;
}

/** The state as its events alone tell it, from the deployment to now. */
export async function rebuildDistributor(distributor: RewardDistributor): Promise<DistributorState> {
  const state: DistributorState = {
    reporter: "",
    challengeWindow: 0n,
    reportNonce: 1n,
    nextEpoch: 0n,
    funded: 0n,
    activeRoot: ZeroHash,
    roots: new Map(),
    claimed: new Map(),
    proposalsPausedUntil: 0n,
    pending: undefined,
  };
  const address = await distributor.getAddress();
  const logs = (await distributor.runner?.provider?.getLogs({ address, fromBlock: 0 })) ?? [];
  for (const log of logs) {
    const event = distributor.interface.parseLog(log);
    if (event !== null) apply(state, event.name, event.args.toObject());
  }
  return state;
}

function apply(state: DistributorState, name: string, args: Record<string, unknown>): void {
  const number = (key: string) => args[key] as bigint;
  const text = (key: string) => args[key] as string;
  switch (name) {
    case "ReporterSet":
      state.reporter = text("current");
      break;
    case "ChallengeWindowSet":
      state.challengeWindow = number("current");
      break;
    case "ReportProposed":
      state.reportNonce = number("nonce") + 1n;
      state.pending = {
        epoch: number("epoch"),
        nonce: number("nonce"),
        finalizableAt: number("finalizableAt"),
        frozen: false,
        total: number("total"),
        root: text("root"),
      };
      break;
    case "ReportFrozen":
    case "ReportUnfrozen":
      if (state.pending?.epoch !== number("epoch")) throw new Error(`${name} names no pending report`);
      state.pending.frozen = name === "ReportFrozen";
      break;
    case "ProposalsPaused":
      state.proposalsPausedUntil = number("until");
      break;
    case "ReportVoided":
      state.pending = undefined;
      break;
    case "ReportFinalized":
      state.pending = undefined;
      state.roots.set(number("epoch"), text("root"));
      state.activeRoot = text("root");
      state.nextEpoch = number("epoch") + 1n;
      state.funded += number("funded");
      break;
    case "RewardsClaimed":
      state.claimed.set(text("account"), (state.claimed.get(text("account")) ?? 0n) + number("amount"));
      break;
  }
}
