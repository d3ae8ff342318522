import { join } from "node:path";

import type { Provider } from "ethers";

import { compareFile } from "../../files/compare-file";
import { readContributingDevices } from "../../files/contributing-devices";
import { REPORT_FILE } from "../../files/epoch-directory";
import { inputFile } from "../../files/epoch-inputs";
import { noProgress, type Progress } from "../../files/progress";
import type { FileDifference } from "../../files/verify-epoch";
import { extractCsv } from "../../rewards/epoch/extract-csv";
import type { EpochReport, RegistrySource } from "../../rewards/epoch/report";
import { openRegistry } from "./open-registry";
import { getBlock } from "./read-at-block";
import { readEpochSnapshot } from "./read-epoch-snapshot";
import { lastBlockOfEpoch } from "./snapshot-block";

/** What the chain says of the registry that an epoch was built from. */
export interface RegistryComparison {
  /** The block that the directory's extract is of. */
  block: number;
  /** The epoch's last block: the one to expect. A later one has owners and payees of a later time. */
  lastBlock: number;
  /** Empty when the extract is what the registry's events give. */
  differences: FileDifference[];
}

/**
 * Reads the registry that an epoch's report names again, and compares the extract in the epoch's directory with it.
 *
 * @throws OpenDepinError what reading the registry and the directory throws; so a block before the epoch's end is
 * refused.
 */
export async function compareRegistry(
  provider: Provider,
  directory: string,
  { epoch }: Pick<EpochReport, "epoch">,
  source: RegistrySource,
  progress: Progress = noProgress,
): Promise<RegistryComparison> {
  const registry = await openRegistry(provider, source.address);
  const { hash } = await getBlock(provider, source.block);
  const figures = [
    figure("chain", registry.chainId.toString(), source.chainId.toString()),
    figure(`hash of block ${source.block}`, hash, source.blockHash),
  ].flat();
  const differences = figures.length > 0 ? figures : await compareExtract();
  return { block: source.block, lastBlock: await lastBlockOfEpoch(provider, registry, epoch), differences };

  async function compareExtract(): Promise<FileDifference[]> {
    const ids = await readContributingDevices(join(directory, inputFile("contributions")), progress);
    const { devices } = await readEpochSnapshot(registry, epoch, { block: source.block, progress });
    const file = inputFile("devices");
    const expected = extractCsv(ids, devices, epoch);
    const { difference } = await compareFile(join(directory, file), expected, progress);
    return difference ? [{ file, ...difference }] : [];
  }
}

function figure(name: string, expected: string, found: string): FileDifference[] {
  if (expected === found) return [];
  return [{ file: REPORT_FILE, line: undefined, expected: `${name} ${expected}`, found: `${name} ${found}` }];
}
