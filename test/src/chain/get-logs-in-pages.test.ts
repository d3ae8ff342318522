import { expect } from "chai";

import type { ChainLog, LogProvider } from "../../../src/chain/registry/get-logs";
import { getLogsInPages } from "../../../src/chain/registry/get-logs-in-pages";
import { isProviderLimit } from "../../../src/chain/registry/is-provider-limit";
import { PageSize } from "../../../src/chain/registry/page-size";
import { rejection } from "./support";

type RpcFilter = Record<"fromBlock" | "toBlock", string>;
type Answer = (from: number, to: number) => ChainLog[];

const CONTRACT = "0x00000000000000000000000000000000000000aB";
const logAt = (blockNumber: number, index = 0): ChainLog => ({
  address: CONTRACT.toLowerCase(),
  topics: [],
  data: "0x",
  blockNumber,
  blockHash: `0x${blockNumber.toString(16).padStart(64, "b")}`,
  transactionHash: `0x${index.toString(16).padStart(64, "c")}`,
  index,
});

describe("getLogsInPages", () => {
  const asked: [from: number, to: number][] = [];

  beforeEach(() => {
    asked.length = 0;
  });

  /** A node that passes JSON-RPC on. */
  function node(answer: Answer): LogProvider {
    const send = (_: string, [filter]: unknown[]): Promise<unknown> => {
      const { fromBlock, toBlock } = filter as RpcFilter;
      const [from, to] = [Number(fromBlock), Number(toBlock)];
      asked.push([from, to]);
      return Promise.resolve().then(() =>
        answer(from, to).map(({ blockNumber, index, ...log }) => ({
          ...log,
          blockNumber: `0x${blockNumber.toString(16)}`,
          logIndex: `0x${index.toString(16)}`,
        })),
      );
    };
    return { send, getLogs: () => Promise.reject(new Error("not this way")) };
  }

  async function read(provider: LogProvider, toBlock: number, firstPage?: number): Promise<ChainLog[]> {
    const filter = { address: [CONTRACT], topics: [], fromBlock: 0, toBlock };
    const options = { phase: "reading", pageSize: new PageSize(firstPage) };
    const found: ChainLog[] = [];
    for await (const page of getLogsInPages(provider, filter, options)) found.push(...page);
    return found;
  }

  const everyBlock: Answer = (from, to) =>
    Array.from({ length: to - from + 1 }, (_, offset) => logAt(from + offset));

  const limitedTo =
    (blocks: number): Answer =>
    (from, to) => {
      if (to - from >= blocks) throw Object.assign(new Error("block range is too wide"), { code: -32000 });
      return everyBlock(from, to);
    };

  it("asks for every block once, more at a time while the node answers", async () => {
    const found = await read(node(everyBlock), 99, 5);
    expect(asked).to.deep.equal([
      [0, 4],
      [5, 14],
      [15, 34],
      [35, 74],
      [75, 99],
    ]);
    expect(found.map(({ blockNumber }) => blockNumber)).to.deep.equal(everyBlock(0, 99).map((_, at) => at));
  });

  it("asks for fewer when the node refuses, and for more again later", async () => {
    const found = await read(node(limitedTo(12)), 299, 40);
    expect(found).to.have.lengthOf(300);
    const sizes = asked.map(([from, to]) => to - from + 1);
    expect(sizes.slice(0, 3)).to.deep.equal([40, 20, 10]);
    expect(sizes.filter((size) => size === 20)).to.have.length.greaterThan(1);
  });

  it("asks for fewer when the answers are large, before the node has to refuse", async () => {
    const dense: Answer = (from, to) =>
      everyBlock(from, to).flatMap(({ blockNumber }) =>
        Array.from({ length: 3_000 }, () => logAt(blockNumber)),
      );
    await read(node(dense), 19, 8);
    expect(asked.slice(0, 3)).to.deep.equal([
      [0, 7],
      [8, 11],
      [12, 13],
    ]);
  });

  it("puts a page in the order of the chain", async () => {
    const shuffled: Answer = () => [logAt(7, 1), logAt(3, 2), logAt(7, 0), logAt(3, 11)];
    const found = await read(node(shuffled), 9, 10);
    expect(found.map(({ blockNumber, index }) => [blockNumber, index])).to.deep.equal([
      [3, 2],
      [3, 11],
      [7, 0],
      [7, 1],
    ]);
  });

  it("refuses logs of blocks that were not asked for", async () => {
    const error = await rejection(
      read(
        node(() => [logAt(10)]),
        9,
        10,
      ),
    );
    expect(error).to.have.property("code", "LOGS_MISPLACED");
  });

  it("refuses logs of a contract that was not asked for, though they say what one of its own would", async () => {
    const forged = { ...logAt(3), address: `0x${"ee".repeat(20)}` };
    const error = await rejection(
      read(
        node(() => [logAt(3), forged]),
        9,
        10,
      ),
    );
    expect(error).to.have.property("code", "LOGS_MISPLACED");
  });

  it("gives up when the node refuses a single block", async () => {
    const error = await rejection(read(node(limitedTo(0)), 9, 10));
    expect(error).to.have.property("code", "LOGS_REFUSED");
    expect(asked).to.deep.equal([
      [0, 9],
      [0, 4],
      [0, 1],
      [0, 0],
    ]);
  });

  it("passes every other error on at once", async () => {
    const broken = new Error("invalid API key");
    const provider = node(() => {
      throw broken;
    });
    expect(await rejection(read(provider, 9, 10))).to.equal(broken);
    expect(asked).to.have.lengthOf(1);
  });

  it("asks a provider without JSON-RPC in the provider's own way", async () => {
    const provider = { getLogs: () => Promise.resolve([logAt(4)]) } as unknown as LogProvider;
    expect(await read(provider, 9, 10)).to.deep.equal([logAt(4)]);
  });

  it("reads nothing where the range is empty", async () => {
    expect(await read(node(everyBlock), -1)).to.deep.equal([]);
    expect(asked).to.deep.equal([]);
  });
});

describe("isProviderLimit", () => {
  const limits: unknown[] = [
    { code: -32005, message: "limit exceeded" },
    new Error("query returned more than 10000 results. Try with this block range [0x1, 0x2]."),
    new Error("eth_getLogs is limited to a 10,000 block range"),
    new Error("Log response size exceeded."),
    new Error("requested too many blocks from 0 to 16777216, maximum is set to 2048"),
    new Error("exceed maximum block range: 5000"),
    new Error("query timed out"),
    Object.assign(new Error("request timeout"), { code: "TIMEOUT" }),
    Object.assign(new Error("could not coalesce error"), {
      code: "UNKNOWN_ERROR",
      error: { code: -32602, message: "block range too large" },
    }),
    Object.assign(new Error("server response 413 Payload Too Large"), { code: "SERVER_ERROR" }),
  ];
  for (const error of limits) {
    it(`knows ${error instanceof Error ? error.message : JSON.stringify(error)}`, () => {
      expect(isProviderLimit(error)).to.equal(true);
    });
  }

  for (const message of [
    "invalid API key",
    "missing trie node",
    "execution reverted",
    "connection refused",
  ]) {
    it(`does not take for one: ${message}`, () => {
      expect(isProviderLimit(new Error(message))).to.equal(false);
    });
  }
});
