import type { DecodedCall, DecodedOperation } from "../../governance/decode-call";
import type { GovernedNetwork } from "./network";

/** In the order of the timelock's enumeration. */
const STATES = ["unscheduled", "waiting", "ready", "done"] as const;

/** What the timelock was, or will be, told to do. */
export interface OperationView extends DecodedOperation {
  /** `unscheduled`: the proposal has not been executed yet, or the operation was cancelled since. */
  status: (typeof STATES)[number];
  /** From this second on (since 1970) it can be executed; undefined while it is not scheduled, and when it is done. */
  executableFrom: number | undefined;
}

/** Reads how what a proposal schedules in the timelock stands. */
export async function readOperations(
  { timelock }: GovernedNetwork,
  calls: readonly DecodedCall[],
): Promise<OperationView[]> {
  const operations = calls.flatMap(({ operation }) => (operation === undefined ? [] : [operation]));
  if (timelock === undefined) return [];
  return Promise.all(
    operations.map(async (operation) => {
      const [state, time] = await Promise.all([
        timelock.getOperationState(operation.id),
        timelock.getTimestamp(operation.id),
      ]);
      const status = STATES[Number(state)] ?? "unscheduled";
      const waits = status === "waiting" || status === "ready";
      return { ...operation, status, executableFrom: waits ? Number(time) : undefined };
    }),
  );
}
