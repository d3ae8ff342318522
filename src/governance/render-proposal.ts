import { AbiCoder, id, keccak256, ZeroHash } from "ethers";

import type { Address, Hex } from "../hex";
import { dataOf, type PlacedCall } from "./call";
import { findFunction } from "./find-function";
import { needsTimelock, powerOf } from "./power";

/** Calls as the governor and the timelock take them. */
export interface CallArrays {
  targets: readonly Address[];
  values: readonly bigint[];
  calldatas: readonly Hex[];
}

/** What the timelock makes of the calls that only the admin may make. */
export interface Operation extends CallArrays {
  /** Its id in the timelock. */
  id: Hex;
  predecessor: Hex;
  salt: Hex;
  /** Seconds from the proposal's execution to the operation's. */
  delaySeconds: number;
}

export interface RenderedProposal extends CallArrays {
  id: bigint;
  description: string;
  /** Undefined when no call needs the timelock. */
  operation: Operation | undefined;
}

export interface TimelockTerms {
  address: Address;
  /** Shortest delay that it takes. */
  delaySeconds: number;
}

/**
 * A proposal that makes some calls: those of a role by the governor itself, in their order, and after them one that
 * schedules those of the admin in the timelock, as one operation.
 */
export function renderProposal(
  calls: readonly PlacedCall[],
  description: string,
  timelock: TimelockTerms,
): RenderedProposal {
  const own = calls.filter((call) => !needsTimelock(powerOf(call)));
  const admins = calls.filter((call) => needsTimelock(powerOf(call)));
  // Were the salt the same for all, an operation could be scheduled only once, ever.
  const operation =
    admins.length === 0 ? undefined : operationOf(admins, id(description) as Hex, timelock.delaySeconds);
  const arrays = arraysOf([...own, ...(operation === undefined ? [] : [scheduling(operation, timelock)])]);
  return { ...arrays, id: proposalIdOf(arrays, description), description, operation };
}

/** The number by which the governor knows a proposal. */
export function proposalIdOf({ targets, values, calldatas }: CallArrays, description: string): bigint {
  const types = ["address[]", "uint256[]", "bytes[]", "bytes32"];
  return BigInt(hashOf(types, [targets, values, calldatas, id(description)]));
}

/** The id by which the timelock knows an operation. */
export function operationIdOf(batch: CallArrays & Pick<Operation, "predecessor" | "salt">): Hex {
  const types = ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"];
  return hashOf(types, [batch.targets, batch.values, batch.calldatas, batch.predecessor, batch.salt]);
}

/** The same of an operation that is a single call, which the timelock hashes in another way. */
export function singleOperationIdOf(batch: CallArrays & Pick<Operation, "predecessor" | "salt">): Hex {
  const types = ["address", "uint256", "bytes", "bytes32", "bytes32"];
  const { targets, values, calldatas, predecessor, salt } = batch;
  return hashOf(types, [targets[0], values[0], calldatas[0], predecessor, salt]);
}

function operationOf(calls: readonly PlacedCall[], salt: Hex, delaySeconds: number): Operation {
  const batch = { ...arraysOf(calls), predecessor: ZeroHash as Hex, salt };
  return { ...batch, id: operationIdOf(batch), delaySeconds };
}

function scheduling(operation: Operation, { address }: TimelockTerms): { target: Address; data: Hex } {
  const { targets, values, calldatas, predecessor, salt, delaySeconds } = operation;
  const args = [targets, values, calldatas, predecessor, salt, BigInt(delaySeconds)];
  const fragment = findFunction("NetworkTimelock", "scheduleBatch", args.length);
  const place = { contract: "NetworkTimelock" } as const;
  return { target: address, data: dataOf({ place, fragment, args }) };
}

function arraysOf(calls: readonly { target: Address; data: Hex }[]): CallArrays {
  return {
    targets: calls.map(({ target }) => target),
    values: calls.map(() => 0n),
    calldatas: calls.map(({ data }) => data),
  };
}

function hashOf(types: readonly string[], values: readonly unknown[]): Hex {
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values)) as Hex;
}
