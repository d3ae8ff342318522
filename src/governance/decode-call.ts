import type { Interface, ParamType, Result } from "ethers";

import { wordToHex } from "../files/word-hex";
import type { Address, Hex } from "../hex";
import type { PlacedCall } from "./call";
import { signatureOf } from "./find-function";
import { nameOfPlace, type Place } from "./place";
import { operationIdOf, singleOperationIdOf } from "./render-proposal";
import { interfaceOf } from "./suite";

/** Contracts of a network by their addresses, in lower case. */
export type AddressBook = ReadonlyMap<Address, Place>;

/** A call that somebody has proposed, by its name and arguments. */
export interface DecodedCall {
  /** `<Contract>.<function>`; undefined of a contract that is none of this network, or of no function of its. */
  call: string | undefined;
  target: Address;
  place: Place | undefined;
  /** As the role table has it; undefined as `call` is. */
  signature: string | undefined;
  arguments: DecodedArgument[];
  data: Hex;
  /** What it schedules in the timelock. */
  operation: DecodedOperation | undefined;
}

export interface DecodedArgument {
  name: string;
  type: string;
  /** Whole numbers as decimal strings; a device's id as 32 bytes in hex. */
  value: DecodedValue;
}

export type DecodedValue = string | boolean | DecodedValue[] | { [field: string]: DecodedValue };

/** Calls that the timelock makes, together. */
export interface DecodedOperation {
  id: Hex;
  predecessor: Hex;
  salt: Hex;
  delaySeconds: bigint;
  targets: Address[];
  values: bigint[];
  calldatas: Hex[];
  /** Whether the timelock takes it by `executeBatch`, or by `execute`. */
  isBatch: boolean;
  calls: DecodedCall[];
}

/** Reads a call back; what this network does not know stays as it is. */
export function decodeCall(target: string, data: Hex, book: AddressBook): DecodedCall {
  const address = target.toLowerCase() as Address;
  const place = book.get(address);
  const unknown: DecodedCall = {
    call: undefined,
    target: address,
    place,
    signature: undefined,
    arguments: [],
    data,
    operation: undefined,
  };
  if (place === undefined) return unknown;
  const parsed = parse(interfaceOf(place.contract), data);
  if (parsed === undefined) return unknown;
  const { fragment, args } = parsed;
  return {
    ...unknown,
    call: `${nameOfPlace(place)}.${fragment.name}`,
    signature: signatureOf(fragment),
    arguments: fragment.inputs.map((input, index) => argumentOf(input, args[index])),
    operation: place.contract === "NetworkTimelock" ? operationIn(fragment.name, args, book) : undefined,
  };
}

/** A call of one's own, as it would be read back. */
export function viewOfCall({ target, data, place }: PlacedCall): DecodedCall {
  return decodeCall(target, data, new Map([[target, place]]));
}

/** Data that is malformed for the function that it names would be run all the same: it is shown as it is. */
function parse(contract: Interface, data: Hex) {
  try {
    const parsed = contract.parseTransaction({ data });
    if (parsed === null || contract.encodeFunctionData(parsed.fragment, parsed.args) !== data)
      return undefined;
    return parsed;
  } catch {
    return undefined;
  }
}

function argumentOf(input: ParamType, value: unknown): DecodedArgument {
  return { name: input.name, type: input.format("sighash"), value: valueOf(input, value) };
}

function valueOf(type: ParamType, value: unknown): DecodedValue {
  const { arrayChildren } = type;
  if (type.isArray() && arrayChildren !== null)
    return [...(value as Result)].map((element: unknown) => valueOf(arrayChildren, element));
  if (type.isTuple())
    return Object.fromEntries(
      type.components.map((component, index) => [
        component.name === "" ? index.toString() : component.name,
        valueOf(component, (value as Result)[index]),
      ]),
    );
  if (typeof value === "bigint") return type.name === "device" ? wordToHex(value) : value.toString();
  return typeof value === "boolean" ? value : String(value);
}

function operationIn(name: string, args: Result, book: AddressBook): DecodedOperation | undefined {
  if (name !== "schedule" && name !== "scheduleBatch") return undefined;
  const [targets, values, payloads] = args
    .toArray()
    .map((arg: unknown) => (name === "schedule" ? [arg] : arg));
  const [predecessor, salt, delaySeconds] = args.toArray().slice(3) as [Hex, Hex, bigint];
  const batch = {
    targets: [...(targets as Address[])],
    values: [...(values as bigint[])],
    calldatas: [...(payloads as Hex[])],
    predecessor,
    salt,
  };
  return {
    ...batch,
    isBatch: name === "scheduleBatch",
    id: name === "schedule" ? singleOperationIdOf(batch) : operationIdOf(batch),
    delaySeconds,
    calls: batch.calldatas.map((data, index) => decodeCall(batch.targets[index] ?? "", data, book)),
  };
}
