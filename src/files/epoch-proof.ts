import { join } from "node:path";

import { EXIT, OpenDepinError } from "../errors";
import type { Hex } from "../hex";
import { parseAccount, parseAmount, parseDevice } from "../rewards/epoch/parse";
import { newWord, readWord } from "../flat/word";
import type { Claim } from "../rewards/tree/claim-rows";
import type { DeviceRow } from "../rewards/tree/device-rows";
import { deviceTree } from "../rewards/tree/device-tree";
import { readCsv } from "./csv";
import { readEpochDirectory, type ReportedEpoch, REWARDS_FILE } from "./epoch-directory";
import { noProgress, type Progress } from "./progress";

/** An account's claim with all that proves it: the arguments of the distributor's `claim`. */
export interface ClaimProof extends Claim {
  epoch: bigint;
  root: Hex;
  /** Sibling hashes from the claim's leaf up to below the root. */
  proof: Hex[];
}

/** What a device did and earned, with its proof against its payee's `devicesRoot`. */
export interface DeviceProof extends DeviceRow {
  proof: Hex[];
}

/**
 * Proves what an account may claim.
 *
 * @param account Address, as in any input.
 * @throws OpenDepinError `CLAIM_NOT_FOUND` (exit code 1) when the epoch has no claim of the account, and what reading
 * the directory throws.
 */
export async function proveClaim(
  directory: string,
  account: string,
  progress: Progress = noProgress,
): Promise<ClaimProof> {
  const epoch = await readEpochDirectory(directory, progress);
  const index = indexOfAccount(epoch, account);
  const { report, claims, tree } = epoch;
  return { epoch: report.epoch, root: report.root, ...claims.at(index), proof: tree.proof(index) };
}

/**
 * Finds an account's claim: its position in the epoch's claims and in their tree.
 *
 * @param account Address, as in any input.
 * @throws OpenDepinError `CLAIM_NOT_FOUND` (exit code 1) when the epoch has no claim of the account.
 */
export function indexOfAccount({ report, claims }: ReportedEpoch, account: string): number {
  const key = newWord();
  parseAccount(account, key, "account");
  const index = claims.indexOf(key);
  if (index >= 0) return index;
  throw notFound("CLAIM_NOT_FOUND", `epoch ${report.epoch.toString()} has no claim of account ${account}`);
}

/**
 * Proves what a device did and earned for the payee of a claim.
 *
 * @param device Address or uint256, as in any input.
 * @throws OpenDepinError `DEVICE_NOT_FOUND` (exit code 1) when the payee has no such device in the epoch,
 * `EPOCH_INCONSISTENT` when the file of rewards does not give the claim's `devicesRoot`.
 */
export async function proveDevice(
  directory: string,
  { account, devicesRoot }: Claim,
  device: string,
  progress: Progress = noProgress,
): Promise<DeviceProof> {
  const id = deviceId(device);
  const rows = await readDevicesOf(directory, account, progress);
  const index = rows.findIndex((row) => row.device === id);
  const row = rows[index];
  if (!row) throw notFound("DEVICE_NOT_FOUND", `account ${account} has no device ${device} in this epoch`);
  const tree = deviceTree(rows);
  if (tree.root() !== devicesRoot) {
    const reason = `the devices of ${account} do not give its devicesRoot; use the directory as it was built`;
    throw new OpenDepinError("EPOCH_INCONSISTENT", reason, { file: join(directory, REWARDS_FILE) });
  }
  return { ...row, proof: tree.proof(index) };
}

async function readDevicesOf(directory: string, account: string, progress: Progress): Promise<DeviceRow[]> {
  const rows: DeviceRow[] = [];
  await readCsv(
    { path: join(directory, REWARDS_FILE) },
    (header) => {
      const [device, payee, units, reward] = ["device", "payee", "units", "reward"].map((name) =>
        header.column(name),
      );
      const text = (fields: readonly string[], column = 0): string => fields[column] ?? "";
      return (fields) => {
        if (text(fields, payee) !== account) return;
        rows.push({
          device: deviceId(text(fields, device)),
          units: parseAmount(text(fields, units), "units"),
          reward: parseAmount(text(fields, reward), "reward"),
        });
      };
    },
    progress,
  );
  return rows;
}

function deviceId(text: string): bigint {
  const word = newWord();
  parseDevice(text, word);
  return readWord(word.view, 0);
}

function notFound(code: string, reason: string): OpenDepinError {
  return new OpenDepinError(code, reason, { exitCode: EXIT.no });
}
