import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Address } from "../../../src/hex";
import { CLAIMS_FILE, readEpochDirectory, REPORT_FILE } from "../../../src/files/epoch-directory";
import { writeHashedFile } from "../../../src/files/hashed-file";
import { noProgress } from "../../../src/files/progress";
import { type Claims, ClaimsReader } from "../../../src/rewards/epoch/claims";
import { claimsCsv } from "../../../src/rewards/epoch/csv-text";
import { dataHash } from "../../../src/rewards/epoch/data-hash";
import { type EpochReport, renderReport } from "../../../src/rewards/epoch/report";

/**
 * Makes of an epoch's directory what a dishonest reporter would publish: an account is owed more than follows from the
 * inputs, and all hashes agree with that.
 *
 * @param out Directory to make.
 * @param extra Base units that the account is given beyond what it has earned.
 * @returns The report that it states.
 */
export async function forgeClaim(
  directory: string,
  out: string,
  account: Address,
  extra: bigint,
): Promise<EpochReport> {
  const { report, claims } = await readEpochDirectory(directory);
  const forged = withExtra(claims, account.toLowerCase(), extra);
  await cp(directory, out, { recursive: true });
  const path = join(out, CLAIMS_FILE);
  await rm(path);
  const keccak256 = await writeHashedFile(path, claimsCsv(forged), noProgress, forged.rows.length);
  const files = report.files.map((entry) => (entry.file === CLAIMS_FILE ? { ...entry, keccak256 } : entry));
  const statement = {
    ...report,
    root: forged.tree().root(),
    total: report.total + extra,
    increase: report.increase + extra,
    dataHash: dataHash(files),
    files,
  };
  await writeFile(join(out, REPORT_FILE), renderReport(statement));
  return statement;
}

function withExtra(claims: Claims, account: string, extra: bigint): Claims {
  const reader = new ClaimsReader();
  let given = false;
  for (const claim of claims.entries()) {
    const isTheirs = claim.account === account;
    const cumulative = isTheirs ? claim.cumulative + extra : claim.cumulative;
    reader.add(claim.account, cumulative.toString(), claim.devicesRoot);
    given ||= isTheirs;
  }
  if (!given) throw new Error(`the epoch owes ${account} nothing that could be raised`);
  return reader.claims();
}
