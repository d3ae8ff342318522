import type { RewardDistributor } from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import type { WatchStore } from "../../files/watch-store";
import type { Address } from "../../hex";
import type { WatchState } from "../../watch/watch-state";
import { readDistributorState } from "../distributor-state";

/**
 * What a watcher remembers of a distributor; nothing yet if there is no state file.
 *
 * @throws OpenDepinError `STATE_FOREIGN` when the file is of another distributor, and what reading it throws.
 */
export async function openWatchState(distributor: RewardDistributor, store: WatchStore): Promise<WatchState> {
  const { chainId, address, reportNonce } = await readDistributorState(distributor);
  const here = { chainId, distributor: address.toLowerCase() as Address };
  const state = await store.load();
  if (state === undefined) return { ...here, from: reportNonce, blocks: [], events: [], records: [] };
  if (state.chainId === here.chainId && state.distributor === here.distributor) return state;
  throw new OpenDepinError(
    "STATE_FOREIGN",
    `it is of distributor ${state.distributor} on chain ${state.chainId}, not ${here.distributor} on ${here.chainId}; name another file with --state`,
    { file: store.path },
  );
}
