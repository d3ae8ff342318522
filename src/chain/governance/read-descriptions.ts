import type { NetworkGovernor } from "../../../typechain-types";
import { noProgress, type Progress } from "../../files/progress";
import { providerOf } from "../provider-of";
import { findLastBlockBefore } from "../registry/find-last-block-before";
import { findDeploymentBlock } from "../registry/find-deployment-block";
import { getLogsInPages } from "../registry/get-logs-in-pages";

/** The governor begins no vote later than that after a proposal. */
const MAX_VOTING_DELAY = 30 * 86_400;

/** The texts of all proposals by their ids: only events have them. */
export async function readDescriptions(
  governor: NetworkGovernor,
  progress: Progress = noProgress,
): Promise<ReadonlyMap<bigint, string>> {
  const provider = providerOf(governor);
  const toBlock = await provider.getBlockNumber();
  const fromBlock = await findDeploymentBlock(provider, await governor.getAddress(), toBlock);
  return textsIn(governor, { fromBlock, toBlock }, progress);
}

/** The text of one proposal, from the blocks in which it can have been made; empty if the node withholds it. */
export async function readDescription(
  governor: NetworkGovernor,
  id: bigint,
  progress: Progress = noProgress,
): Promise<string> {
  const provider = providerOf(governor);
  const snapshot = Number(await governor.proposalSnapshot(id));
  const [before, after, latest] = await Promise.all([
    findLastBlockBefore(provider, snapshot - MAX_VOTING_DELAY),
    findLastBlockBefore(provider, snapshot),
    provider.getBlockNumber(),
  ]);
  const blocks = { fromBlock: before ?? 0, toBlock: after ?? latest };
  return (await textsIn(governor, blocks, progress)).get(id) ?? "";
}

async function textsIn(
  governor: NetworkGovernor,
  blocks: { fromBlock: number; toBlock: number },
  progress: Progress,
): Promise<ReadonlyMap<bigint, string>> {
  const event = governor.interface.getEvent("ProposalCreated");
  const query = { address: [await governor.getAddress()], topics: [event.topicHash], ...blocks };
  const texts = new Map<bigint, string>();
  const pages = getLogsInPages(providerOf(governor), query, { phase: "reading the proposals", progress });
  for await (const logs of pages) {
    for (const { data, topics } of logs) {
      const { proposalId, description } = governor.interface.decodeEventLog(event, data, topics).toObject();
      texts.set(proposalId as bigint, description as string);
    }
  }
  return texts;
}
