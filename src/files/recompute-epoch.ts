import { EXIT, OpenDepinError } from "../errors";
import type { EpochReport } from "../rewards/epoch/report";
import type { Progress } from "./progress";
import { verifyEpochDirectory } from "./verify-epoch";

/**
 * The report of an epoch's directory, after it was computed anew: a reporter signs what follows from the inputs, never
 * what a directory merely states.
 *
 * @throws OpenDepinError `EPOCH_DIFFERS`, and what verifying throws.
 */
export async function recomputeEpoch(directory: string, progress: Progress): Promise<EpochReport> {
  const { stated, differences } = await verifyEpochDirectory(directory, { progress });
  const [first] = differences;
  if (first === undefined) return stated;
  throw new OpenDepinError(
    "EPOCH_DIFFERS",
    `${first.file} does not follow from the epoch's inputs; see: opendepin epoch verify ${directory}`,
    { exitCode: EXIT.no },
  );
}
