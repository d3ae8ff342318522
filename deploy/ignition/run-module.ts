import {
  deploy,
  type DeploymentResult,
  DeploymentResultType,
  IgnitionError,
  type IgnitionModule,
  type SuccessfulDeploymentResult,
} from "@nomicfoundation/ignition-core";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { EXIT, OpenDepinError } from "../../src/errors";
import { LeanArtifactResolver } from "./lean-artifact-resolver";
import { stepListener, type StepNotice } from "./step-listener";

export interface RunOptions {
  /** Where the journal is kept, from which an interrupted deployment goes on; none for a chain in this process. */
  journal?: string | undefined;
  /** Blocks after which a transaction counts. */
  confirmations?: number | undefined;
  /** Milliseconds between two looks at the chain. */
  pollingMs?: number | undefined;
  /** Told of each step that is done. */
  onStep?: StepNotice | undefined;
}

/**
 * Carries out what a module says and a journal does not say yet.
 *
 * @param salt Of CreateX, 32 bytes.
 * @returns Addresses by the ids of the module's futures.
 * @throws OpenDepinError `DEPLOYMENT_FAILED`, `PARAMETERS_CHANGED`.
 */
export async function runModule(
  hre: HardhatRuntimeEnvironment,
  ignitionModule: IgnitionModule,
  salt: string,
  { journal, confirmations = 1, pollingMs = 100, onStep = () => undefined }: RunOptions = {},
): Promise<SuccessfulDeploymentResult["contracts"]> {
  const { provider } = hre.network;
  const result = await deploy({
    provider,
    artifactResolver: new LeanArtifactResolver(hre),
    ignitionModule,
    deploymentParameters: {},
    accounts: (await provider.send("eth_accounts")) as string[],
    strategy: "create2",
    strategyConfig: { salt },
    config: { requiredConfirmations: confirmations, blockPollingInterval: pollingMs },
    executionEventListener: stepListener(onStep),
    ...(journal === undefined ? {} : { deploymentDir: journal }),
  }).catch((error: unknown) => {
    throw error instanceof IgnitionError ? failed(error.message) : error;
  });
  if (result.type === DeploymentResultType.SUCCESSFUL_DEPLOYMENT) return result.contracts;
  if (result.type === DeploymentResultType.RECONCILIATION_ERROR) throw changed(journal);
  throw failed(reasonsOf(result).join("; "));
}

function changed(journal = "memory"): OpenDepinError {
  return new OpenDepinError(
    "PARAMETERS_CHANGED",
    `the parameters or contracts are no longer those that this deployment began with: put them back, or move its journal ${journal} away to begin another network`,
  );
}

function failed(reason: string): OpenDepinError {
  const line = reason.replace(/\s*\n\s*/g, " ");
  return new OpenDepinError("DEPLOYMENT_FAILED", `the deployment stopped: ${line}`, {
    exitCode: EXIT.network,
  });
}

function reasonsOf(
  result: Exclude<
    DeploymentResult,
    { type: DeploymentResultType.SUCCESSFUL_DEPLOYMENT | DeploymentResultType.RECONCILIATION_ERROR }
  >,
): string[] {
  if ("errors" in result) {
    return Object.entries(result.errors).map(([id, errors]) => `${id}: ${errors.join(", ")}`);
  }
  return [
    ...result.failed.map(({ futureId, error }) => `${futureId}: ${error}`),
    ...result.timedOut.map(({ futureId }) => `${futureId}: no block took its transaction in time`),
    ...result.held.map(({ futureId, reason }) => `${futureId}: ${reason}`),
  ];
}
