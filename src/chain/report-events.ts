import { type Provider, toBeHex } from "ethers";

import { RewardDistributor__factory } from "../../typechain-types";
import { noProgress, type Progress } from "../files/progress";
import type { Address, Hex } from "../hex";
import type { ReportEvent } from "../watch/report-event";
import type { ChainLog } from "./registry/get-logs";
import { getLogsInPages } from "./registry/get-logs-in-pages";

export interface ReportEventsQuery {
  /** The distributor. */
  address: string;
  fromBlock: number;
  toBlock: number;
  /** Only what is about this epoch; about all if left out. */
  epoch?: number | undefined;
}

const reports = RewardDistributor__factory.createInterface();
const [proposed, finalized] = [reports.getEvent("ReportProposed"), reports.getEvent("ReportFinalized")];

/**
 * Reads which reports a distributor accepted and which became final, in the order of the chain.
 *
 * @throws what {@link getLogsInPages} throws.
 */
export async function* readReportEvents(
  provider: Provider,
  { address, fromBlock, toBlock, epoch }: ReportEventsQuery,
  progress: Progress = noProgress,
): AsyncGenerator<ReportEvent, void, undefined> {
  const topics = [
    [proposed.topicHash, finalized.topicHash],
    ...(epoch === undefined ? [] : [toBeHex(epoch, 32)]),
  ];
  const query = { address: [address], topics, fromBlock, toBlock };
  for await (const logs of getLogsInPages(provider, query, { phase: "reading the reports", progress })) {
    for (const log of logs) yield decode(log);
  }
}

function decode({ topics, data, blockNumber, blockHash, transactionHash, index }: ChainLog): ReportEvent {
  const place = { block: blockNumber, blockHash: blockHash as Hex, index };
  if (topics[0] === finalized.topicHash) {
    const { epoch, root } = reports.decodeEventLog(finalized, data, topics);
    return { name: "finalized", ...place, epoch: Number(epoch), root: root as Hex };
  }
  const values = reports.decodeEventLog(proposed, data, topics);
  return {
    name: "proposed",
    ...place,
    transaction: transactionHash as Hex,
    epoch: Number(values["epoch"]),
    nonce: Number(values["nonce"]),
    root: values["root"] as Hex,
    total: values["total"] as bigint,
    dataHash: values["dataHash"] as Hex,
    dataURI: values["dataURI"] as string,
    reporter: values["reporter"] as Address,
    finalizableAt: Number(values["finalizableAt"]),
  };
}
