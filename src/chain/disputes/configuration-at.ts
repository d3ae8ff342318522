import type { ReporterCommittee } from "../../../typechain-types";
import { EXIT, OpenDepinError } from "../../errors";
import { contractLogs } from "../contract-logs";

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
  const { topicHash } = committee.interface.getEvent("ConfigurationSet");
  const query = { phase: "reading the committee", topics: [topicHash], toBlock: block };
  let configuration: number | undefined;
  for await (const log of contractLogs(committee, query)) {
    if (log.blockNumber < block || log.index < index) configuration = Number(log.topics[1]);
  }
  if (configuration !== undefined) return configuration;
  throw new OpenDepinError(
    "CONFIGURATION_UNKNOWN",
    `the node has no event of the committee ${await committee.getAddress()} from before block ${block}; use a node that has the chain's history`,
    { exitCode: EXIT.network },
  );
}
