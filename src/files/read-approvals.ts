import { resolve } from "node:path";

import { OpenDepinError } from "../errors";
import type { SignedApproval } from "../rewards/report/approve-request";
import { approvalFromJson } from "./approval-file";
import { readJsonFile } from "./json-file";
import { jsonFilesAt } from "./json-files-at";

/** An approval, and the file that it came from. */
export interface FoundApproval {
  path: string;
  approval: SignedApproval;
}

/** A file that is of no use, and why. */
export interface RefusedFile {
  path: string;
  reason: string;
}

/**
 * Reads files of approvals in any order, and all `.json` files of directories. One that cannot be read keeps nobody from
 * reading the others: approvals come from many hands.
 *
 * @param request The request's file, which may lie among them.
 */
export async function readApprovals(
  paths: readonly string[],
  request: string,
): Promise<{ found: FoundApproval[]; refused: RefusedFile[] }> {
  const found: FoundApproval[] = [];
  const refused: RefusedFile[] = [];
  for (const path of paths) {
    await refusing(path, refused, async () => {
      const files = await jsonFilesAt(path);
      if (files.length === 0) throw holdsNone();
      for (const file of files.filter((each) => resolve(each) !== resolve(request))) {
        await refusing(file, refused, async () => {
          found.push({ path: file, approval: await readJsonFile(file, approvalFromJson) });
        });
      }
    });
  }
  return { found, refused };
}

async function refusing(path: string, refused: RefusedFile[], read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof OpenDepinError)) throw error;
    refused.push({ path, reason: error.reason });
  }
}

function holdsNone(): OpenDepinError {
  return new OpenDepinError("APPROVALS_MISSING", "holds no approvals");
}
