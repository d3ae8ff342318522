import type { ReporterCommittee } from "../../../typechain-types";
import { EXIT, OpenDepinError } from "../../errors";
import { providerOf } from "../provider-of";
import { findDeploymentBlock } from "../registry/find-deployment-block";
import { getLogsInPages } from "../registry/get-logs-in-pages";

/**
 * The configuration that a committee had when an event was written.
 *
 * From its events, not from its state after the block: who approves a report may leave within the same block.
 *
 * @throws OpenDepinError `CONFIGURATION_UNKNOWN` when the node has no event of the committee from before.
 */
export async function configurationAt(
  committee: ReporterCommittee,
  { block, index }: { block: number; index: number },
): Promise<number> {
  const provider = providerOf(committee);
  const address = await committee.getAddress();
  const fromBlock = await findDeploymentBlock(provider, address, block);
  const { topicHash } = committee.interface.getEvent("ConfigurationSet");
  const query = { address: [address], topics: [topicHash], fromBlock, toBlock: block };
  let configuration: number | undefined;
  for await (const logs of getLogsInPages(provider, query, { phase: "reading the committee" })) {
    for (const log of logs) {
      if (log.blockNumber < block || log.index < index) configuration = Number(log.topics[1]);
    }
  }
  if (configuration !== undefined) return configuration;
  throw new OpenDepinError(
    "CONFIGURATION_UNKNOWN",
    `the node has no event of the committee ${address} from before block ${block}; use a node that has the chain's history`,
    { exitCode: EXIT.network },
  );
}
