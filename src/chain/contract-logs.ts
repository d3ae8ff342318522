import type { BaseContract } from "ethers";

import type { Progress } from "../files/progress";
import { providerOf } from "./provider-of";
import { findDeploymentBlock } from "./registry/find-deployment-block";
import type { ChainLog, LogFilter } from "./registry/get-logs";
import { getLogsInPages } from "./registry/get-logs-in-pages";

export interface ContractLogsQuery {
  /** What is being read, for the progress. */
  phase: string;
  /** Any, if left out. */
  topics?: LogFilter["topics"];
  /** The last block to look at; the latest one if left out. */
  toBlock?: number;
  progress?: Progress;
}

/**
 * The logs of a contract from its deployment on, in the order of the chain.
 *
 * @throws what {@link getLogsInPages} throws.
 */
export async function* contractLogs(
  contract: Pick<BaseContract, "runner" | "getAddress">,
  { phase, topics = [], toBlock, progress }: ContractLogsQuery,
): AsyncGenerator<ChainLog, void, undefined> {
  const provider = providerOf(contract);
  const address = await contract.getAddress();
  const last = toBlock ?? (await provider.getBlockNumber());
  const fromBlock = await findDeploymentBlock(provider, address, last);
  const filter = { address: [address], topics, fromBlock, toBlock: last };
  for await (const logs of getLogsInPages(provider, filter, { phase, progress })) yield* logs;
}
