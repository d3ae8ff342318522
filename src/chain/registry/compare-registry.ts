import { join } from "node:path";

import { compareFile } from "../../files/compare-file";
import { readContributingDevices } from "../../files/contributing-devices";
import { REPORT_FILE } from "../../files/epoch-directory";
import { inputFile } from "../../files/epoch-inputs";
import { noProgress, type Progress } from "../../files/progress";
import type { FileDifference } from "../../files/verify-epoch";
import { extractCsv } from "../../rewards/epoch/extract-csv";
import type { EpochReport, RegistrySource } from "../../rewards/epoch/report";
import type { StakingChoice } from "../staking/staking-behind";
import type { OpenRegistry } from "./open-registry";
import { readCoveredSnapshot } from "./read-covered-snapshot";
import { getBlock } from "./read-at-block";
import { lastBlockOfEpoch } from "./snapshot-block";

/** What the chain says of the registry that an epoch was built from. */
export interface RegistryComparison {
  /** The block that the directory's extract is of; undefined when the report does not state it. */
  block: number | undefined;
  /** The epoch's last block: the one to expect. A later one has owners and payees of a later time. */
  lastBlock: number;
  /** Empty when the extract is what the registry's events, and the bonds behind its devices, give. */
  differences: FileDifference[];
}

export interface CompareRegistryOptions {
  /** The network's own, as with the registry. */
  staking?: StakingChoice;
  progress?: Progress | undefined;
}

/**
 * Reads the network's registry again, and compares the extract in an epoch's directory with it.
 *
 * @param registry The network's own: whoever makes a report up can also make up a registry for it to name.
 * @param source What the report states; null, an extract from anywhere, is no evidence and so a difference.
 * @throws OpenDepinError what reading the registry and the directory throws; so a block before the epoch's end is
 * refused.
 */
export async function compareRegistry(
  registry: OpenRegistry,
  directory: string,
  { epoch }: Pick<EpochReport, "epoch">,
  source: RegistrySource | null,
  { staking, progress = noProgress }: CompareRegistryOptions = {},
): Promise<RegistryComparison> {
  const lastBlock = await lastBlockOfEpoch(registry.provider, registry, epoch);
  if (source === null) {
    const differences = figure("registry", registry.address, "an extract that was given");
    return { block: undefined, lastBlock, differences };
  }
  const { block } = source;
  const { hash } = await getBlock(registry.provider, block);
  const figures = [
    figure("chain", registry.chainId.toString(), source.chainId.toString()),
    figure("registry", registry.address, source.address),
    figure(`hash of block ${block}`, hash, source.blockHash),
  ].flat();
  return { block, lastBlock, differences: figures.length > 0 ? figures : await compareSnapshot(source) };

  async function compareSnapshot(stated: RegistrySource): Promise<FileDifference[]> {
    const ids = await readContributingDevices(join(directory, inputFile("contributions")), progress);
    const snapshot = await readCoveredSnapshot(registry, epoch, { block: stated.block, staking, progress });
    const file = inputFile("devices");
    const expected = extractCsv(ids, snapshot, epoch);
    const { difference } = await compareFile(join(directory, file), expected, progress);
    return [
      ...figure("staking", snapshot.bonding?.staking ?? "none", stated.staking ?? "none"),
      ...(difference ? [{ file, ...difference }] : []),
    ];
  }
}

function figure(name: string, expected: string, found: string): FileDifference[] {
  if (expected === found) return [];
  return [{ file: REPORT_FILE, line: undefined, expected: `${name} ${expected}`, found: `${name} ${found}` }];
}
