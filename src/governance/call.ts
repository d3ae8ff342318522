import type { FunctionFragment } from "ethers";

import { OpenDepinError } from "../errors";
import type { Address, Hex } from "../hex";
import { findFunction, signatureOf } from "./find-function";
import { nameOfPlace, parsePlace, type Place } from "./place";
import { type AbiValue, fieldsOf, readValue, type ResolveName, valueOfText } from "./read-value";
import { interfaceOf } from "./suite";

/** A call of a function of the suite, checked against its ABI. */
export interface Call {
  place: Place;
  fragment: FunctionFragment;
  /** In the order of the parameters. */
  args: readonly AbiValue[];
}

/** A call with the contract that it goes to. */
export interface PlacedCall extends Call {
  target: Address;
  data: Hex;
}

const CALL = /^([^.]+)\.(.+)$/s;

/**
 * Reads a call from a command line: `EmissionController.setWeights` and `[8000,2000]`.
 *
 * @throws OpenDepinError what is wrong with it, in one line.
 */
export function callFromText(text: string, args: readonly string[], resolve: ResolveName): Call {
  const { place, name } = splitCall(text);
  const fragment = findFunction(place.contract, name, args.length);
  const values = fragment.inputs.map((input, index) =>
    valueOfText(input, args[index] ?? "", nameOf(input, index)),
  );
  return checkedCall(place, fragment, values, resolve);
}

/**
 * Reads a call from a document: arguments in a list, or by their names in an object.
 *
 * @throws OpenDepinError what is wrong with it, in one line.
 */
export function callFromValues(text: string, args: unknown, resolve: ResolveName): Call {
  const { place, name } = splitCall(text);
  const isList = Array.isArray(args);
  if (!isList && (typeof args !== "object" || args === null))
    throw new OpenDepinError("CALL_MALFORMED", `args of ${text} is neither a list nor an object`);
  const count = isList ? args.length : Object.keys(args).length;
  const fragment = findFunction(place.contract, name, count);
  const names = fragment.inputs.map((input) => input.name);
  return checkedCall(place, fragment, isList ? args : fieldsOf(names, args, text), resolve);
}

/** A call as people write it, without its arguments: `RewardDistributor@2.setReporter`. */
export function nameOfCall({ place, fragment }: Pick<Call, "place" | "fragment">): string {
  return `${nameOfPlace(place)}.${fragment.name}`;
}

/** The function's name in the role table. */
export function signatureOfCall({ fragment }: Pick<Call, "fragment">): string {
  return signatureOf(fragment);
}

export function dataOf({ place, fragment, args }: Call): Hex {
  return interfaceOf(place.contract).encodeFunctionData(fragment, args) as Hex;
}

function splitCall(text: string): { place: Place; name: string } {
  const [, place, name] = CALL.exec(text) ?? [];
  if (place === undefined || name === undefined) {
    throw new OpenDepinError(
      "CALL_MALFORMED",
      `"${text}" is no call; write <Contract>.<function>, as EmissionController.setWeights`,
    );
  }
  return { place: parsePlace(place), name };
}

function checkedCall(
  place: Place,
  fragment: FunctionFragment,
  values: readonly unknown[],
  resolve: ResolveName,
): Call {
  const args = fragment.inputs.map((input, index) =>
    readValue(input, values[index], nameOf(input, index), resolve),
  );
  return { place, fragment, args };
}

function nameOf({ name }: { name: string }, index: number): string {
  return name === "" ? `argument ${index + 1}` : name;
}
