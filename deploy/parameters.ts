import { readFileSync } from "node:fs";

import { isAddress } from "ethers";
import JSON5 from "json5";

/** How much a network emits over time. Amounts are base units, lengths are epochs. */
export type CurveParameters =
  | { kind: "halving"; initialPerEpoch: bigint; halvingEpochs: number }
  | { kind: "step"; steps: { fromEpoch: number; perEpoch: bigint }[] }
  | { kind: "decay"; total: bigint; halfLifeEpochs: number };

export interface ProgramParameters {
  /** Names the program in manifests; letters, digits and underscores. */
  name: string;
  /** Ten-thousandths of each epoch's emission. */
  weightBps: number;
  /** Seconds, 600 to 2,592,000. */
  challengeWindow: number;
  /** Who signs the program's reports. */
  reporter: string;
}

/** Everything that decides what a network is. */
export interface NetworkParameters {
  token: { name: string; symbol: string; cap: bigint; allocations: { account: string; amount: bigint }[] };
  emissions: { genesis: number; epochLength: number; curve: CurveParameters };
  /** In the order of their ids, which start at 1. */
  programs: ProgramParameters[];
  governance: string;
  guardian: string;
}

/** A parameter is missing or not what it must be; the message names it and says what it must be. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

/**
 * Reads `deploy/parameters/<network>.json5`.
 *
 * @param overrides Values that only the moment of deployment knows, merged over the file's.
 * @throws ParameterError naming the first parameter that is missing or out of range.
 */
export function readParameters(
  file: string,
  overrides: (file: Fields) => Fields = (fields) => fields,
): NetworkParameters {
  return parseParameters(overrides(fieldsOf(JSON5.parse(readFileSync(file, "utf8")), file)));
}

export type Fields = Record<string, unknown>;

export function parseParameters(fields: Fields): NetworkParameters {
  const token = fieldsOf(fields["token"], "token");
  const emissions = fieldsOf(fields["emissions"], "emissions");
  const parameters: NetworkParameters = {
    token: {
      name: textOf(token["name"], "token.name"),
      symbol: textOf(token["symbol"], "token.symbol"),
      cap: amountOf(token["cap"], "token.cap"),
      allocations: listOf(token["allocations"], "token.allocations").map(allocationOf),
    },
    emissions: {
      genesis: integerOf(emissions["genesis"], "emissions.genesis", 1, 2 ** 40 - 1),
      epochLength: integerOf(emissions["epochLength"], "emissions.epochLength", 60, 31_622_400),
      curve: curveOf(fieldsOf(emissions["curve"], "emissions.curve")),
    },
    programs: listOf(fields["programs"], "programs").map(programOf),
    governance: addressOf(fields["governance"], "governance"),
    guardian: addressOf(fields["guardian"], "guardian"),
  };
  checkTogether(parameters);
  return parameters;
}

function checkTogether({ token, programs }: NetworkParameters): void {
  const allocated = token.allocations.reduce((sum, { amount }) => sum + amount, 0n);
  if (allocated > token.cap) {
    throw new ParameterError(
      `token.allocations sum to ${allocated.toString()}, above token.cap ${token.cap.toString()}`,
    );
  }
  if (programs.length === 0 || programs.length > 64) {
    throw new ParameterError(`programs must list 1 to 64 programs, not ${programs.length.toString()}`);
  }
  const weights = programs.reduce((sum, { weightBps }) => sum + weightBps, 0);
  if (weights > 10_000) {
    throw new ParameterError(`programs: the weights sum to ${weights.toString()} bps; at most 10000`);
  }
  if (new Set(programs.map(({ name }) => name)).size !== programs.length) {
    throw new ParameterError("programs: two programs have the same name");
  }
}

function curveOf(curve: Fields): CurveParameters {
  const epochs = (key: string) => integerOf(curve[key], `emissions.curve.${key}`, 1, 2 ** 32 - 1);
  const amount = (key: string) => amountOf(curve[key], `emissions.curve.${key}`);
  switch (curve["kind"]) {
    case "halving":
      return {
        kind: "halving",
        initialPerEpoch: amount("initialPerEpoch"),
        halvingEpochs: epochs("halvingEpochs"),
      };
    case "decay":
      return { kind: "decay", total: amount("total"), halfLifeEpochs: epochs("halfLifeEpochs") };
    case "step":
      return { kind: "step", steps: listOf(curve["steps"], "emissions.curve.steps").map(stepOf) };
    default:
      throw new ParameterError('emissions.curve.kind must be "halving", "step" or "decay"');
  }
}

function stepOf(value: unknown, index: number): { fromEpoch: number; perEpoch: bigint } {
  const path = `emissions.curve.steps[${index.toString()}]`;
  const step = fieldsOf(value, path);
  return {
    fromEpoch: integerOf(step["fromEpoch"], `${path}.fromEpoch`, 0, 2 ** 32 - 1),
    perEpoch: amountOf(step["perEpoch"], `${path}.perEpoch`),
  };
}

function allocationOf(value: unknown, index: number): { account: string; amount: bigint } {
  const path = `token.allocations[${index.toString()}]`;
  const allocation = fieldsOf(value, path);
  return {
    account: addressOf(allocation["account"], `${path}.account`),
    amount: amountOf(allocation["amount"], `${path}.amount`),
  };
}

function programOf(value: unknown, index: number): ProgramParameters {
  const path = `programs[${index.toString()}]`;
  const program = fieldsOf(value, path);
  const name = textOf(program["name"], `${path}.name`);
  if (!/^\w{1,32}$/.test(name)) {
    throw new ParameterError(`${path}.name must be 1 to 32 letters, digits or underscores, not "${name}"`);
  }
  return {
    name,
    weightBps: integerOf(program["weightBps"], `${path}.weightBps`, 0, 10_000),
    challengeWindow: integerOf(program["challengeWindow"], `${path}.challengeWindow`, 600, 2_592_000),
    reporter: addressOf(program["reporter"], `${path}.reporter`),
  };
}

function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ParameterError(`${path} must be an object`);
  }
  return value as Fields;
}

function listOf(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw new ParameterError(`${path} must be a list`);
  return value;
}

function textOf(value: unknown, path: string): string {
  if (typeof value !== "string" || value === "")
    throw new ParameterError(`${path} must be a non-empty string`);
  return value;
}

function addressOf(value: unknown, path: string): string {
  if (!isAddress(value) || BigInt(value) === 0n)
    throw new ParameterError(`${path} must be an address, not zero`);
  return value;
}

function integerOf(value: unknown, path: string, min: number, max: number): number {
  if (!Number.isSafeInteger(value) || Number(value) < min || Number(value) > max) {
    throw new ParameterError(`${path} must be an integer from ${min.toString()} to ${max.toString()}`);
  }
  return Number(value);
}

/** Base units are written as strings: JSON numbers lose digits above 2^53. */
function amountOf(value: unknown, path: string): bigint {
  if (typeof value !== "string" || !/^\d{1,39}$/.test(value) || BigInt(value) >= 2n ** 128n) {
    throw new ParameterError(`${path} must be a string of digits: base units, below 2^128`);
  }
  return BigInt(value);
}
