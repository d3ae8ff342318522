import type { Provider } from "ethers";

import { decodeRegistryLog, type DeviceSnapshot, DeviceTable, REGISTRY_TOPICS } from "../../devices/snapshot";
import { OpenDepinError } from "../../errors";
import type { Progress } from "../../files/progress";
import { findDeploymentBlock } from "./find-deployment-block";
import type { LogFilter } from "./get-logs";
import { getLogsInPages } from "./get-logs-in-pages";
import { type OpenRegistry, openRegistry } from "./open-registry";
import { getBlock, readAtBlock } from "./read-at-block";

export interface ReadDeviceSnapshotOptions {
  /** Number of the block after which the devices are wanted; the newest one if left out. */
  block?: number | undefined;
  /** Block to read events from: that in which the registries were deployed, or before; looked for if left out. */
  fromBlock?: number | undefined;
  progress?: Progress | undefined;
}

/**
 * Reads all devices of a registry as they were after a block, from events alone, in pages.
 *
 * @param registry Address of the DeviceRegistry, or what {@link openRegistry} gave.
 * @throws OpenDepinError `REGISTRY_INVALID`, `FROM_BLOCK_LATE` when a registry is older than `fromBlock`,
 * `EVENTS_INCOMPLETE` when the node's events are not all, `CHAIN_REORGANISED`, `BLOCK_UNKNOWN`, and what reading the
 * logs throws.
 */
export async function readDeviceSnapshot(
  provider: Provider,
  registry: string | OpenRegistry,
  { block, fromBlock, progress }: ReadDeviceSnapshotOptions = {},
): Promise<DeviceSnapshot> {
  const opened = typeof registry === "string" ? await openRegistry(provider, registry) : registry;
  const number = block ?? (await getBlock(provider, "latest")).number;
  const start =
    fromBlock === undefined
      ? await firstBlock(provider, opened, number)
      : await requireEarly(provider, opened, fromBlock);
  const query: LogFilter = {
    address: [opened.address, opened.makers],
    topics: [[...REGISTRY_TOPICS]],
    fromBlock: start,
    toBlock: number,
  };
  return readAtBlock(provider, number, async (atBlock) => ({
    chainId: opened.chainId,
    registry: opened.address,
    block: atBlock,
    devices: await foldEvents(provider, query, progress),
  }));
}

async function foldEvents(
  provider: Provider,
  query: LogFilter,
  progress: Progress | undefined,
): Promise<DeviceTable> {
  const devices = new DeviceTable();
  for await (const logs of getLogsInPages(provider, query, { phase: "reading the registry", progress })) {
    for (const log of logs) {
      const event = decodeRegistryLog(log);
      if (event !== undefined) devices.apply(event);
    }
  }
  return devices;
}

/** Kinds are older than the devices of them, so the catalogue counts too. */
async function firstBlock(
  provider: Provider,
  { address, makers }: OpenRegistry,
  upTo: number,
): Promise<number> {
  const blocks = await Promise.all(
    [address, makers].map((each) => findDeploymentBlock(provider, each, upTo)),
  );
  return Math.min(...blocks);
}

/** A block too late would silently leave devices out. A node that does not know the past cannot tell. */
async function requireEarly(
  provider: Provider,
  { address, makers }: OpenRegistry,
  fromBlock: number,
): Promise<number> {
  for (const contract of fromBlock === 0 ? [] : [address, makers]) {
    const code = await provider.getCode(contract, fromBlock - 1).catch(() => "0x");
    if (code === "0x") continue;
    throw new OpenDepinError(
      "FROM_BLOCK_LATE",
      `the contract ${contract} was there before block ${fromBlock}; start where it was deployed, or leave it to be found`,
    );
  }
  return fromBlock;
}
