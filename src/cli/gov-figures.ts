import type { OperationView, PlannedCall } from "../chain";
import { roleNamed } from "../../deploy/roles";
import { formatDuration } from "../format-duration";
import { formatTime } from "../format-time";
import type { DecodedCall, DecodedValue } from "../governance/decode-call";
import type { Figure } from "./print";
import { printable } from "./print";

/** A call for people: its name, where it goes, its arguments, and what else there is to say. */
export function callFigures(name: string, call: DecodedCall, ...more: Figure[]): Figure[] {
  return [
    [
      name,
      call.call ??
        (call.place ? `${call.place.contract}: no function of its` : "of no contract of this network"),
    ],
    ["  target", call.target],
    ...call.arguments.map(({ name, value }): Figure => [`  ${name}`, textOf(name, value)]),
    ...(call.call === undefined ? ([["  data", call.data]] as const) : []),
    ...more,
  ];
}

/** How governance makes a call. */
export function wayOf({ power, delaySeconds }: Pick<PlannedCall, "power" | "delaySeconds">): string {
  const after = `after ${formatDuration(delaySeconds)}`;
  if (power.kind === "role") return `role ${power.role}, ${after}`;
  if (power.kind === "admin" || power.kind === "operation") return `the timelock, ${after} more`;
  return `the governor itself, ${after}`;
}

/** How what a proposal schedules in the timelock stands. */
export function operationFigures(operations: readonly OperationView[]): Figure[] {
  return operations.flatMap(({ id, status, executableFrom, delaySeconds, calls }) => [
    ["in the timelock", statusOf(status, executableFrom, delaySeconds)] as const,
    ["  operation", id] as const,
    ...calls.flatMap((call) => callFigures("  call", call)),
  ]);
}

function statusOf(status: OperationView["status"], from: number | undefined, delay: bigint): string {
  if (status === "unscheduled") return `not scheduled; ${formatDuration(Number(delay))} from when it is`;
  if (status === "done" || from === undefined) return "executed";
  return status === "ready" ? "can be executed" : `can be executed from ${formatTime(from)}`;
}

function textOf(name: string, value: DecodedValue): string {
  if (typeof value === "object") return printable(JSON.stringify(value));
  const role = name === "roleId" ? roleNamed(BigInt(String(value))) : undefined;
  return printable(role === undefined ? String(value) : `${String(value)} (${role})`);
}
