import { ZeroHash } from "ethers";

import { type RewardDistributor } from "../../typechain-types";

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
  pending: [epoch: bigint, finalizableAt: bigint, total: bigint, root: string];
}

const NOTHING_PENDING: DistributorState["pending"] = [0n, 0n, 0n, ZeroHash];

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
    pending: NOTHING_PENDING,
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
      state.pending = [number("epoch"), number("finalizableAt"), number("total"), text("root")];
      break;
    case "ReportVoided":
      state.pending = NOTHING_PENDING;
      break;
    case "ReportFinalized":
      state.pending = NOTHING_PENDING;
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
