import { EXIT, OpenDepinError } from "../../errors";
import { noProgress, type Progress } from "../../files/progress";
import { type ChainLog, getLogs, type LogFilter, type LogProvider } from "./get-logs";
import { isProviderLimit } from "./is-provider-limit";
import { PageSize } from "./page-size";

export interface LogPagesOptions {
  /** What is being read, for the progress. */
  phase: string;
  progress?: Progress | undefined;
  pageSize?: PageSize | undefined;
}

/**
 * Reads logs in pages of as many blocks as the node answers: half as many whenever it refuses, and more again later.
 *
 * @param filter Nothing is read if its last block is below its first.
 * @returns Pages in the order of the chain; within a page, logs are in the order of the chain, whatever the node's was.
 * @throws OpenDepinError `LOGS_REFUSED` when the node does not even answer for a single block, `LOGS_MISPLACED` when
 * its answer has logs of other blocks or contracts; and whatever else the provider throws.
 */
export async function* getLogsInPages(
  provider: LogProvider,
  filter: LogFilter,
  { phase, progress = noProgress, pageSize = new PageSize() }: LogPagesOptions,
): AsyncGenerator<ChainLog[], void, undefined> {
  const { fromBlock, toBlock } = filter;
  for (let from = fromBlock; from <= toBlock;) {
    const to = Math.min(toBlock, from + pageSize.blocks - 1);
    const logs = await getLogs(provider, { ...filter, fromBlock: from, toBlock: to }).catch(
      (error: unknown) => {
        if (!isProviderLimit(error)) throw error;
        if (!pageSize.refused()) throw refused(from, error);
        return undefined;
      },
    );
    if (logs === undefined) continue;
    pageSize.answered(logs.length);
    requirePlaced(logs, from, to);
    requireAuthors(logs, filter.address);
    yield logs.sort(inOrderOfChain);
    from = to + 1;
    progress(phase, (from - fromBlock) / (toBlock + 1 - fromBlock));
  }
}

function inOrderOfChain(left: ChainLog, right: ChainLog): number {
  return left.blockNumber - right.blockNumber || left.index - right.index;
}

function requirePlaced(logs: readonly ChainLog[], from: number, to: number): void {
  const stray = logs.find(({ blockNumber }) => blockNumber < from || blockNumber > to);
  if (stray === undefined) return;
  throw new OpenDepinError(
    "LOGS_MISPLACED",
    `asked for the logs of blocks ${from} to ${to}, the node answered with one of block ${stray.blockNumber}; use another node`,
    { exitCode: EXIT.network },
  );
}

/** Any contract can write a log that says what a registry's would. */
function requireAuthors(logs: readonly ChainLog[], addresses: readonly string[]): void {
  const authors = new Set(addresses.map((address) => address.toLowerCase()));
  const stray = logs.find(({ address }) => !authors.has(address.toLowerCase()));
  if (stray === undefined) return;
  throw new OpenDepinError(
    "LOGS_MISPLACED",
    `asked for the logs of ${addresses.join(" and ")}, the node answered with one of ${stray.address}; use another node`,
    { exitCode: EXIT.network },
  );
}

function refused(block: number, cause: unknown): OpenDepinError {
  const answer = cause instanceof Error ? cause.message : String(cause);
  return new OpenDepinError(
    "LOGS_REFUSED",
    `the node refuses the logs of a single block, ${block}: ${answer}; use another node`,
    { exitCode: EXIT.network, cause },
  );
}
