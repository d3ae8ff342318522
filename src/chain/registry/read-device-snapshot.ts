import type { Provider } from "ethers";

import {
  Coverage,
  decodeRegistryLog,
  type DeviceSnapshot,
  DeviceTable,
  REGISTRY_TOPICS,
} from "../../devices/snapshot";
import { OpenDepinError } from "../../errors";
import type { Progress } from "../../files/progress";
import type { Address } from "../../hex";
import { Bonds } from "../../staking/bonds";
import { decodeStakingLog, STAKING_TOPICS } from "../../staking/decode-staking-log";
import { findDeploymentBlock } from "./find-deployment-block";
import type { ChainLog, LogFilter } from "./get-logs";
import { getLogsInPages } from "./get-logs-in-pages";
import { type OpenRegistry, openRegistry } from "./open-registry";
import { getBlock, readAtBlock } from "./read-at-block";

export interface ReadDeviceSnapshotOptions {
  /** Number of the block after which the devices are wanted; the newest one if left out. */
  block?: number | undefined;
  /** Block to read events from: that in which the registries were deployed, or before; looked for if left out. */
  fromBlock?: number | undefined;
  /** The OperatorStaking whose bonds have to cover the devices, in lower case; none if left out. */
  staking?: Address | undefined;
  progress?: Progress | undefined;
}

/**
 * Reads all devices of a registry as they were after a block, from events alone, in pages.
 *
 * With a staking, bonds are read in the same pass. One that was deployed only after the block covers nothing, and
 * nothing needs its cover.
 *
 * @param registry Address of the DeviceRegistry, or what {@link openRegistry} gave.
 * @throws OpenDepinError `REGISTRY_INVALID`, `FROM_BLOCK_LATE` when a contract is older than `fromBlock`,
 * `EVENTS_INCOMPLETE` when the node's events are not all, `CHAIN_REORGANISED`, `BLOCK_UNKNOWN`, and what reading the
 * logs throws.
 */
export async function readDeviceSnapshot(
  provider: Provider,
  registry: string | OpenRegistry,
  { block, fromBlock, staking, progress }: ReadDeviceSnapshotOptions = {},
): Promise<DeviceSnapshot> {
  const opened = typeof registry === "string" ? await openRegistry(provider, registry) : registry;
  const number = block ?? (await getBlock(provider, "latest")).number;
  const contracts = [opened.address, opened.makers, ...(staking === undefined ? [] : [staking])];
  const start =
    fromBlock === undefined
      ? await firstBlock(provider, contracts, number)
      : await requireEarly(provider, contracts, fromBlock);
  const topics = [...REGISTRY_TOPICS, ...(staking === undefined ? [] : STAKING_TOPICS)];
  const query: LogFilter = { address: contracts, topics: [topics], fromBlock: start, toBlock: number };
  return readAtBlock(provider, number, async (atBlock) => {
    const { devices, bonds } = await foldEvents(provider, query, staking, progress);
    const bonding =
      staking === undefined || !bonds.isDeployed
        ? undefined
        : { staking, bonds, coverage: new Coverage(devices, bonds, atBlock.timestamp) };
    return { chainId: opened.chainId, registry: opened.address, block: atBlock, devices, bonding };
  });
}

interface Folded {
  devices: DeviceTable;
  bonds: Bonds;
}

async function foldEvents(
  provider: Provider,
  query: LogFilter,
  staking: Address | undefined,
  progress: Progress | undefined,
): Promise<Folded> {
  const folded: Folded = { devices: new DeviceTable(), bonds: new Bonds() };
  for await (const logs of getLogsInPages(provider, query, { phase: "reading the registry", progress })) {
    for (const log of logs) apply(log, staking, folded);
  }
  return folded;
}

/** A log means what its author can say: a staking onboards no device, and a registry bonds nothing. */
function apply(log: ChainLog, staking: Address | undefined, { devices, bonds }: Folded): void {
  if (log.address.toLowerCase() === staking) {
    const event = decodeStakingLog(log);
    if (event !== undefined) bonds.apply(event);
  } else {
    const event = decodeRegistryLog(log);
    if (event !== undefined) devices.apply(event);
  }
}

/** Kinds are older than the devices of them, so the catalogue counts too. */
async function firstBlock(provider: Provider, contracts: readonly string[], upTo: number): Promise<number> {
  return Math.min(...(await Promise.all(contracts.map((each) => findDeploymentBlock(provider, each, upTo)))));
}

/** A block too late would silently leave devices out. A node that does not know the past cannot tell. */
async function requireEarly(
  provider: Provider,
  contracts: readonly string[],
  fromBlock: number,
): Promise<number> {
  for (const contract of fromBlock === 0 ? [] : contracts) {
    const code = await provider.getCode(contract, fromBlock - 1).catch(() => "0x");
    if (code === "0x") continue;
    throw new OpenDepinError(
      "FROM_BLOCK_LATE",
      `the contract ${contract} was there before block ${fromBlock}; start where it was deployed, or leave it to be found`,
    );
  }
  return fromBlock;
}
