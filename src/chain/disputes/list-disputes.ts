import type { DisputeManager } from "../../../typechain-types";
import { type DisputeView, readDispute } from "./read-dispute";

/** Reads in flight at once: public endpoints refuse floods. */
const READS_AT_ONCE = 100;

/** Reads all disputes, the first one first. */
export async function listDisputes(manager: DisputeManager): Promise<DisputeView[]> {
  const count = Number(await manager.disputeCount());
  const disputes: DisputeView[] = [];
  while (disputes.length < count) {
    const first = disputes.length + 1;
    const ids = Array.from(
      { length: Math.min(READS_AT_ONCE, count - disputes.length) },
      (_, at) => first + at,
    );
    disputes.push(...(await Promise.all(ids.map((id) => readDispute(manager, id)))));
  }
  return disputes;
}
