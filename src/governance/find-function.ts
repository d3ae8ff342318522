import { FunctionFragment, type Interface } from "ethers";

import { OpenDepinError } from "../errors";
import { interfaceOf, type SuiteContract } from "./suite";

/**
 * The function of a contract that a call names: by its name, or by its signature where several have the name and take
 * as many arguments.
 *
 * @param count How many arguments are given.
 * @throws OpenDepinError `FUNCTION_UNKNOWN`, `FUNCTION_READS`, `FUNCTION_AMBIGUOUS`, `ARGUMENT_COUNT`.
 */
export function findFunction(contract: SuiteContract, name: string, count: number): FunctionFragment {
  const named = functionsOf(interfaceOf(contract)).filter((found) => isNamed(found, name));
  if (named.length === 0) throw unknown(contract, name);
  const writing = named.filter(changesState);
  if (writing.length === 0) {
    throw new OpenDepinError(
      "FUNCTION_READS",
      `${contract}.${name} only reads; there is nothing to decide about it`,
    );
  }
  const fitting = writing.filter(({ inputs }) => inputs.length === count);
  const [found] = fitting;
  if (found === undefined) throw wrongCount(contract, writing, count);
  if (fitting.length === 1) return found;
  throw new OpenDepinError(
    "FUNCTION_AMBIGUOUS",
    `${contract} has ${fitting.map(signatureOf).join(" and ")}; name one by its signature`,
  );
}

/** A function with its parameters' names, as `setWeights(uint16[] weights)`. */
export function describeFunction({ name, inputs }: FunctionFragment): string {
  const parameters = inputs.map((input) => `${input.format("sighash")} ${input.name}`.trimEnd());
  return `${name}(${parameters.join(", ")})`;
}

export function signatureOf(fragment: FunctionFragment): string {
  return fragment.format("sighash");
}

function isNamed(fragment: FunctionFragment, name: string): boolean {
  return name.includes("(") ? signatureOf(fragment) === name.replaceAll(" ", "") : fragment.name === name;
}

function functionsOf({ fragments }: Interface): FunctionFragment[] {
  return fragments.filter((fragment) => FunctionFragment.isFragment(fragment));
}

function changesState({ constant }: FunctionFragment): boolean {
  return !constant;
}

function unknown(contract: SuiteContract, name: string): OpenDepinError {
  const bare = name.replace(/\(.*$/, "");
  const names = [
    ...new Set(
      functionsOf(interfaceOf(contract))
        .filter(changesState)
        .map((found) => found.name),
    ),
  ];
  const close = names.filter((known) => isClose(known, bare));
  const advice = close.length > 0 ? `did you mean ${close.join(" or ")}?` : `it has ${names.join(", ")}`;
  return new OpenDepinError("FUNCTION_UNKNOWN", `${contract} has no function "${name}"; ${advice}`);
}

/** One contains the other, or they differ in two letters at most. */
function isClose(known: string, given: string): boolean {
  const [left, right] = [known.toLowerCase(), given.toLowerCase()];
  if (right.length > 3 && (left.includes(right) || right.includes(left))) return true;
  return editsBetween(left, right) <= 2;
}

/** Levenshtein's distance. */
function editsBetween(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

function wrongCount(
  contract: SuiteContract,
  found: readonly FunctionFragment[],
  given: number,
): OpenDepinError {
  const forms = found.map((fragment) => `${contract}.${describeFunction(fragment)}`);
  return new OpenDepinError(
    "ARGUMENT_COUNT",
    `${given} ${given === 1 ? "argument" : "arguments"} given; write ${forms.join(" or ")}`,
  );
}
