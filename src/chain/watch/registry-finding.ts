import { OpenDepinError } from "../../errors";
import { REPORT_FILE } from "../../files/epoch-directory";
import type { Progress } from "../../files/progress";
import type { EpochReport, RegistrySource } from "../../rewards/epoch/report";
import { lineFinding } from "../../watch/line-finding";
import type { Finding } from "../../watch/verdict";
import { compareRegistry } from "../registry/compare-registry";
import type { OpenRegistry } from "../registry/open-registry";
import { getBlock } from "../registry/read-at-block";
import { lastBlockOfEpoch } from "../registry/snapshot-block";
import type { WatchSources } from "./judge-report";

/**
 * Where an epoch is not what the network's registry gives.
 *
 * @throws OpenDepinError `REGISTRY_UNKNOWN` when the epoch was built from a registry and none is known; and what reading
 * the registry throws.
 */
export async function registryFinding(
  directory: string,
  epoch: EpochReport,
  {
    registry,
    isRegistryRequired,
    staking,
  }: Pick<WatchSources, "registry" | "isRegistryRequired" | "staking">,
  progress: Progress,
): Promise<Finding | undefined> {
  if (epoch.registry === undefined) {
    if (registry === undefined || !isRegistryRequired) return undefined;
    return finding("registry", registry.address, "none");
  }
  if (registry === undefined) {
    throw new OpenDepinError(
      "REGISTRY_UNKNOWN",
      "the epoch was built from a registry, and none is known here; name the network's with --registry",
    );
  }
  const { source } = epoch.registry;
  const misplaced = source && (await blockFinding(registry, epoch, source));
  if (misplaced) return misplaced;
  const { differences } = await compareRegistry(registry, directory, epoch, source, { staking, progress });
  const [first] = differences;
  return first && lineFinding(first);
}

/** A block that is not there, or from before the epoch's end: whoever signs the report also chooses it. */
async function blockFinding(
  registry: OpenRegistry,
  epoch: EpochReport,
  { block }: RegistrySource,
): Promise<Finding | undefined> {
  const [last, newest] = [
    await lastBlockOfEpoch(registry.provider, registry, epoch.epoch),
    await getBlock(registry.provider, "latest"),
  ];
  if (block >= last && block <= newest.number) return undefined;
  return finding("registry block", `${last} or later`, block.toString());
}

function finding(figure: string, expected: string, found: string): Finding {
  return { file: REPORT_FILE, line: undefined, subject: undefined, figure, expected, found };
}
