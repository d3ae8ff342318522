import type { Signer } from "ethers";

import { formatTime } from "../../format-time";
import { refused } from "../refused";
import { type Sent, settled } from "../send";
import type { GovernedNetwork } from "./network";
import { whyDefeated } from "./queue-proposal";
import type { OperationView } from "./read-operations";
import { type ProposalView, readProposal } from "./read-proposal";

/** What was executed. */
export interface Execution {
  proposal: bigint;
  /** `proposal`: its own calls; `operation`: what it had scheduled in the timelock. */
  executed: "proposal" | "operation";
  transactions: Sent[];
  /** As they stand afterwards. */
  operations: OperationView[];
}

/**
 * Makes the calls of a proposal whose delay is over; or, once that is done, those that it has scheduled in the timelock;
 * anybody may.
 *
 * @throws OpenDepinError `NOT_DUE`, `NOT_QUEUED`, `LAPSED`, `ALREADY_EXECUTED`.
 */
export async function executeProposal(
  network: GovernedNetwork,
  id: bigint,
  sender: Signer,
): Promise<Execution> {
  const view = await readProposal(network, id);
  if (view.status === "executed") return executeOperations(network, view, sender);
  requireExecutable(view);
  const sent = await settled(network.governor.connect(sender)["execute(uint256)"](id));
  const { operations } = await readProposal(network, id);
  return { proposal: id, executed: "proposal", transactions: [sent], operations };
}

function requireExecutable(view: ProposalView): void {
  const { status, executableFrom = 0, now } = view;
  if (status === "queued" && now >= executableFrom) return;
  if (status === "queued") throw notDue(executableFrom);
  if (status === "lapsed") throw refused("LAPSED", whyLapsed(view));
  throw refused("NOT_QUEUED", whyNotExecutable(view));
}

function whyNotExecutable(view: ProposalView): string {
  const { status, votingFrom, votingUntil } = view;
  if (status === "pending")
    return `the vote has not begun: it lasts from ${formatTime(votingFrom)} to ${formatTime(votingUntil)}`;
  if (status === "active")
    return `the vote goes on until ${formatTime(votingUntil)}; then queue it, if it is carried`;
  if (status === "succeeded") return `it is carried; queue it first: opendepin gov queue ${view.proposal}`;
  return status === "defeated" ? whyDefeated(view) : `it is ${status}`;
}

function whyLapsed({ lapsesAt, now }: ProposalView): string {
  return lapsesAt !== undefined && now >= lapsesAt
    ? `it lapsed at ${formatTime(lapsesAt)}, a week after it could be executed; propose it again`
    : "a call of it was cancelled in the AccessManager; propose it again, if it is still wanted";
}

async function executeOperations(
  network: GovernedNetwork,
  view: ProposalView,
  sender: Signer,
): Promise<Execution> {
  const { proposal, operations } = view;
  const ready = operations.filter(({ status }) => status === "ready");
  if (ready.length === 0) throw whyNoOperation(operations);
  const transactions: Sent[] = [];
  for (const operation of ready) transactions.push(await executeOperation(network, operation, sender));
  const after = await readProposal(network, proposal);
  return { proposal, executed: "operation", transactions, operations: after.operations };
}

function whyNoOperation(operations: readonly OperationView[]) {
  const [waiting] = operations.filter(({ status }) => status === "waiting");
  if (waiting?.executableFrom !== undefined) return notDue(waiting.executableFrom);
  if (operations.some(({ status }) => status === "unscheduled"))
    return refused(
      "OPERATION_CANCELLED",
      "what it had scheduled in the timelock was cancelled by another proposal",
    );
  return refused("ALREADY_EXECUTED", "it was executed before");
}

function executeOperation(
  { timelock }: GovernedNetwork,
  operation: OperationView,
  sender: Signer,
): Promise<Sent> {
  if (timelock === undefined) throw new TypeError("operations were read from a timelock");
  const { targets, values, calldatas, predecessor, salt, isBatch } = operation;
  const connected = timelock.connect(sender);
  const [target = "", value = 0n, data = "0x"] = [targets[0], values[0], calldatas[0]];
  return settled(
    isBatch
      ? connected.executeBatch(targets, values, calldatas, predecessor, salt)
      : connected.execute(target, value, data, predecessor, salt),
  );
}

function notDue(from: number) {
  return refused("NOT_DUE", `its delay is not over; execute from ${formatTime(from)} on`);
}
