import { createHash } from "node:crypto";

import type { Hex } from "../../src/hex";
import {
  DeviceRegistry__factory,
  MakerRegistry__factory,
  OperatorStaking__factory,
} from "../../typechain-types";

/** What a node refuses to answer at once. */
export interface NodeLimits {
  blocks: number;
  logs: number;
}

/** A log as `eth_getLogs` answers. */
interface RpcLog {
  address: Hex;
  topics: string[];
  data: string;
  blockNumber: Hex;
  blockHash: Hex;
  transactionHash: Hex;
  transactionIndex: Hex;
  logIndex: Hex;
  removed: boolean;
}

type RawLog = Pick<RpcLog, "address" | "topics" | "data">;

export const REGISTRY: Hex = `0x${"1d".repeat(20)}`;
const MAKERS: Hex = `0x${"3a".repeat(20)}`;
export const STAKING: Hex = `0x${"57".repeat(20)}`;
const ZERO: Hex = `0x${"00".repeat(32)}`;
const CHAIN_ID = 1_337;

const GENESIS = 1_700_000_000;
const SECONDS_PER_BLOCK = 12;
const DEVICES_PER_BLOCK = 50;
const DEVICES_PER_OWNER = 4;
/** What each device of kind 1 needs behind it; kind 2 needs nothing. */
const REQUIRED_BOND = 10n;
/** What an owner of four devices bonds; the surplus thaws again. */
const OWNER_BOND = 50n;
const NOBODY: Hex = `0x${"00".repeat(20)}`;
const SIGNER: Hex = `0x${"5e".repeat(20)}`;

const MAKERS_BLOCK = 1;
const REGISTRY_BLOCK = 2;
/** The staking's constructor writes its thaw period there. */
const STAKING_BLOCK = 2;
const KINDS_BLOCK = 3;
const FIRST_DEVICE_BLOCK = 4;
/** Blocks after the last change within epoch 0, and in all after that one. */
const QUIET_BLOCKS = 5;
const LATER_BLOCKS = 20;

const registry = DeviceRegistry__factory.createInterface();
const makers = MakerRegistry__factory.createInterface();
const staking = OperatorStaking__factory.createInterface();
const TOPICS = {
  DeviceRegistered: registry.getEvent("DeviceRegistered").topicHash,
  DeviceSuspended: registry.getEvent("DeviceSuspended").topicHash,
  PayeeSet: registry.getEvent("PayeeSet").topicHash,
  Transfer: registry.getEvent("Transfer").topicHash,
  Bonded: staking.getEvent("Bonded").topicHash,
  ThawStarted: staking.getEvent("ThawStarted").topicHash,
  ThawPeriodSet: staking.getEvent("ThawPeriodSet").topicHash,
} as const;

/** Id of the synthetic device with a number. */
export function deviceId(index: number): Hex {
  return seeded(`device ${index}`);
}

/** What becomes of the devices, by their numbers; epoch 0 ends afterwards. */
export const FATE = {
  isReleased: (index: number): boolean => index % 100 === 0,
  isSuspended: (index: number): boolean => index % 50 === 1,
  isOfOtherProgram: (index: number): boolean => index % 10 === 2,
  hasPayee: (index: number): boolean => index % 20 === 3,
  isSold: (index: number): boolean => index % 25 === 4,
  /** The last one of an owner who has thawed one base unit too many. */
  isUncovered: (index: number): boolean => index % 100 === 39,
} as const;

/** Who is paid for a device in epoch 0. */
export function payeeOf(index: number): Hex {
  if (FATE.hasPayee(index)) return accountOf("payee", index);
  return FATE.isSold(index) ? accountOf("buyer", index) : ownerOf(index);
}

/**
 * A chain with one device registry, and a staking behind it, whose events are made when they are asked for: any number
 * of devices take no memory. Deterministic. It speaks JSON-RPC, as much of it as reading a registry takes, with a node's limits.
 *
 * All devices are sold once more after epoch 0, and all bonds thaw, which a snapshot of its last block must not see.
 */
export class SyntheticRegistry {
  /** Answers so far, by method. */
  readonly calls = new Map<string, number>();
  /** Changes every block's hash, as a reorganisation does. */
  fork = 0;
  readonly #lastChange: number;

  constructor(
    readonly devices: number,
    private readonly limits: NodeLimits = { blocks: 2_000, logs: 10_000 },
  ) {
    this.#lastChange = FIRST_DEVICE_BLOCK + 2 * this.#deviceBlocks - 1;
  }

  /** The last block of epoch 0. */
  get lastBlockOfEpoch(): number {
    return this.#lastChange + QUIET_BLOCKS - 1;
  }

  get newestBlock(): number {
    return this.#lastChange + LATER_BLOCKS + this.#deviceBlocks;
  }

  /** Seconds. */
  get epochLength(): number {
    return (this.#lastChange + QUIET_BLOCKS) * SECONDS_PER_BLOCK;
  }

  /** Answers one JSON-RPC request; what it throws has the code and message of a JSON-RPC error. */
  readonly request = ({ method, params = [] }: { method: string; params?: unknown }): Promise<unknown> => {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    return Promise.resolve().then(() => this.#answer(method, params as readonly unknown[]));
  };

  #answer(method: string, [first, second]: readonly unknown[]): unknown {
    switch (method) {
      case "eth_chainId":
        return hex(CHAIN_ID);
      case "eth_blockNumber":
        return hex(this.newestBlock);
      case "eth_getBlockByNumber":
        return this.#block(this.#number(first));
      case "eth_getCode":
        return this.#number(second) >= (first === MAKERS ? MAKERS_BLOCK : REGISTRY_BLOCK) ? "0xfe" : "0x";
      case "eth_call":
        return call(first as { to: string; data: string }, this.epochLength);
      case "eth_getLogs":
        return this.#logs(first as { fromBlock: string; toBlock: string; topics: [string[]] });
      default:
        throw rpcError(-32601, `no method ${method}`);
    }
  }

  #logs({
    fromBlock,
    toBlock,
    topics: [wanted],
  }: {
    fromBlock: string;
    toBlock: string;
    topics: [string[]];
  }): RpcLog[] {
    const [from, to] = [Number(fromBlock), Number(toBlock)];
    if (to - from >= this.limits.blocks) {
      throw rpcError(-32602, `eth_getLogs is limited to a block range of ${this.limits.blocks}`);
    }
    const topics = new Set(wanted);
    const logs: RpcLog[] = [];
    for (let block = from; block <= to; block++) {
      let index = 0;
      for (const log of this.#logsOf(block)) {
        if (topics.has(log.topics[0] ?? "")) logs.push(this.#placed(log, block, index));
        index++;
      }
      if (logs.length > this.limits.logs) {
        throw rpcError(-32005, `query returned more than ${this.limits.logs} results`);
      }
    }
    return logs;
  }

  *#logsOf(block: number): Generator<RawLog, void, undefined> {
    if (block === STAKING_BLOCK) yield thawPeriodLog();
    if (block === KINDS_BLOCK) yield* kindLogs();
    const onboarding = block - FIRST_DEVICE_BLOCK;
    const change = onboarding - this.#deviceBlocks;
    const sale = block - this.lastBlockOfEpoch - 1;
    for (const index of this.#devicesOf(onboarding)) yield* onboardingLogs(index);
    for (const index of this.#devicesOf(change)) yield* changeLogs(index);
    for (const index of this.#devicesOf(sale)) {
      if (isFirstOfOwner(index)) yield thawLog(ownerOf(index), OWNER_BOND - thawedBy(index));
      if (!FATE.isReleased(index)) yield transfer(ownerAfter(index), accountOf("late buyer", index), index);
    }
  }

  /** Numbers of the devices that the n-th block of a run is about. */
  *#devicesOf(block: number): Generator<number, void, undefined> {
    if (block < 0 || block >= this.#deviceBlocks) return;
    const end = Math.min(this.devices, (block + 1) * DEVICES_PER_BLOCK);
    for (let index = block * DEVICES_PER_BLOCK; index < end; index++) yield index;
  }

  get #deviceBlocks(): number {
    return Math.ceil(this.devices / DEVICES_PER_BLOCK);
  }

  #placed(log: RawLog, block: number, index: number): RpcLog {
    const place = { blockNumber: hex(block), blockHash: this.#hashOf(block), logIndex: hex(index) };
    return { ...log, ...place, transactionHash: ZERO, transactionIndex: "0x0", removed: false };
  }

  #block(number: number): unknown {
    if (number > this.newestBlock) return null;
    return {
      number: hex(number),
      hash: this.#hashOf(number),
      parentHash: ZERO,
      timestamp: hex(GENESIS + number * SECONDS_PER_BLOCK),
      nonce: "0x0000000000000000",
      difficulty: "0x0",
      gasLimit: "0x0",
      gasUsed: "0x0",
      miner: MAKERS,
      extraData: "0x",
      transactions: [],
    };
  }

  #hashOf(block: number): Hex {
    return word(BigInt(block) + (BigInt(this.fork + 1) << 64n));
  }

  #number(tag: unknown): number {
    return tag === "latest" ? this.newestBlock : Number(tag);
  }
}

function call({ to, data }: { to: string; data: string }, epochLength: number): string {
  const contract = to === STAKING ? staking : registry;
  switch (contract.parseTransaction({ data })?.name) {
    case "makers":
      return registry.encodeFunctionResult("makers", [MAKERS]);
    case "genesis":
      return registry.encodeFunctionResult("genesis", [GENESIS]);
    case "epochLength":
      return registry.encodeFunctionResult("epochLength", [epochLength]);
    case "registry":
      return staking.encodeFunctionResult("registry", [REGISTRY]);
    case "slashSplit":
      return staking.encodeFunctionResult("slashSplit", [REGISTRY, 0]);
    default:
      throw rpcError(3, "execution reverted");
  }
}

function kindLogs(): RawLog[] {
  return [REQUIRED_BOND, 0n].map((bond, index) => ({
    address: MAKERS,
    ...makers.encodeEventLog("KindAdded", [index + 1, index + 1, 0, true, bond, `Kind ${index + 1}`, ""]),
  }));
}

function thawPeriodLog(): RawLog {
  return stakingLog([TOPICS.ThawPeriodSet], [0n, 0n, 0n]);
}

function* onboardingLogs(index: number): Generator<RawLog, void, undefined> {
  if (isFirstOfOwner(index)) {
    yield bondLog(ownerOf(index), OWNER_BOND);
    yield thawLog(ownerOf(index), thawedBy(index));
  }
  const kind = FATE.isOfOtherProgram(index) ? 2n : 1n;
  const indexed = [deviceId(index), padded(ownerOf(index)), word(kind)];
  const data = [0n, 0n, 0x60n, 20n].map(word).concat(`0x${SIGNER.slice(2).padEnd(64, "0")}`);
  yield transfer(NOBODY, ownerOf(index), index);
  yield registryLog(TOPICS.DeviceRegistered, indexed, data);
}

function* changeLogs(index: number): Generator<RawLog, void, undefined> {
  const device = deviceId(index);
  const owner = padded(ownerOf(index));
  if (FATE.isReleased(index)) yield transfer(ownerOf(index), NOBODY, index);
  if (FATE.isSuspended(index)) {
    yield registryLog(TOPICS.DeviceSuspended, [device, owner, word(7n)], [word(0n), word(1n), ZERO, owner]);
  }
  if (FATE.isSold(index)) {
    yield bondLog(accountOf("buyer", index), REQUIRED_BOND);
    yield transfer(ownerOf(index), accountOf("buyer", index), index);
  }
  if (FATE.hasPayee(index)) {
    yield registryLog(TOPICS.PayeeSet, [device, owner, padded(accountOf("payee", index))]);
  }
}

function transfer(from: Hex, to: Hex, index: number): RawLog {
  return registryLog(TOPICS.Transfer, [padded(from), padded(to), deviceId(index)]);
}

function bondLog(account: Hex, amount: bigint): RawLog {
  return stakingLog([TOPICS.Bonded, padded(account), padded(account)], [amount]);
}

function thawLog(account: Hex, amount: bigint): RawLog {
  return stakingLog([TOPICS.ThawStarted, padded(account)], [amount, 0n]);
}

function stakingLog(topics: string[], data: readonly bigint[]): RawLog {
  return { address: STAKING, topics, data: `0x${data.map((each) => word(each).slice(2)).join("")}` };
}

/** What the owner of a device thaws before its epoch ends. */
function thawedBy(index: number): bigint {
  const surplus = OWNER_BOND - BigInt(DEVICES_PER_OWNER) * REQUIRED_BOND;
  const last = index - (index % DEVICES_PER_OWNER) + DEVICES_PER_OWNER - 1;
  return FATE.isUncovered(last) ? surplus + 1n : surplus;
}

function isFirstOfOwner(index: number): boolean {
  return index % DEVICES_PER_OWNER === 0;
}

/** By hand: an ABI coder takes a hundred times as long for millions of logs. */
function registryLog(topic: string, indexed: readonly Hex[], data: readonly Hex[] = []): RawLog {
  const digits = data.map((each) => each.slice(2)).join("");
  return { address: REGISTRY, topics: [topic, ...indexed], data: `0x${digits}` };
}

function ownerOf(index: number): Hex {
  return accountOf("owner", Math.floor(index / DEVICES_PER_OWNER));
}

function ownerAfter(index: number): Hex {
  return FATE.isSold(index) ? accountOf("buyer", index) : ownerOf(index);
}

function accountOf(role: string, index: number): Hex {
  return `0x${seeded(`${role} ${index}`).slice(26)}`;
}

function seeded(name: string): Hex {
  return `0x${createHash("sha256").update(name).digest("hex")}`;
}

function padded(account: Hex): Hex {
  return `0x${account.slice(2).padStart(64, "0")}`;
}

function word(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}

function hex(value: number): Hex {
  return `0x${value.toString(16)}`;
}

function rpcError(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}
