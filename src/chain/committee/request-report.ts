import { IRewardSource__factory, type RewardDistributor } from "../../../typechain-types";
import { formatTime } from "../../format-time";
import type { Address } from "../../hex";
import type { EpochReport } from "../../rewards/epoch/report";
import { type ReportRequest, reportRequest } from "../../rewards/report";
import { readDistributorState } from "../distributor-state";
import type { ProposeOptions } from "../propose-report";
import { providerOf } from "../provider-of";
import { refused } from "../refused";
import { requireReportable } from "../require-reportable";
import { committeeOf } from "./find-committee";

/**
 * What a committee's members are asked to sign so that an epoch can be reported.
 *
 * All that the distributor will look at besides the signature is looked at now: many people sign what is asked here.
 *
 * @param epoch What the epoch's directory states.
 * @throws OpenDepinError `NOT_COMMITTEE`, `EPOCH_NOT_ENDED`, `OVER_BUDGET`, and as `requireReportable`.
 */
export async function requestReport(
  distributor: RewardDistributor,
  epoch: EpochReport,
  { dataURI, validitySeconds }: ProposeOptions,
): Promise<ReportRequest> {
  const [committee, state] = await Promise.all([committeeOf(distributor), readDistributorState(distributor)]);
  requireReportable(state, epoch);
  await requireFundable(distributor, epoch, state.now);
  const configuration = Number(await committee.configuration());
  return reportRequest({
    chainId: Number(state.chainId),
    distributor: state.address.toLowerCase() as Address,
    committee: (await committee.getAddress()).toLowerCase() as Address,
    configuration,
    report: {
      program: state.program,
      epoch: Number(epoch.epoch),
      nonce: state.reportNonce,
      deadline: state.now + validitySeconds,
      root: epoch.root,
      total: epoch.total,
      dataHash: epoch.dataHash,
      dataURI,
    },
  });
}

async function requireFundable(
  distributor: RewardDistributor,
  { epoch, total }: EpochReport,
  now: number,
): Promise<void> {
  const source = IRewardSource__factory.connect(await distributor.source(), providerOf(distributor));
  const [genesis, epochLength] = await Promise.all([source.genesis(), source.epochLength()]);
  const endsAt = Number(genesis) + (Number(epoch) + 1) * Number(epochLength);
  if (now < endsAt) {
    throw refused("EPOCH_NOT_ENDED", `epoch ${epoch} goes on until ${formatTime(endsAt)}; wait for its end`);
  }
  const [program, funded] = await Promise.all([distributor.program(), distributor.funded()]);
  // a pending report that is due takes as much from what is available as it adds to what is funded
  const available = await source.available(program, epoch);
  if (total - funded <= available) return;
  throw refused(
    "OVER_BUDGET",
    `the epoch adds ${total - funded} base units to all that was funded, but only ${available} are available to the program; check its budget`,
  );
}
