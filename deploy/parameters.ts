import { readFileSync } from "node:fs";

import JSON5 from "json5";

import {
  type DevicesParameters,
  devicesOf,
  type KindParameters,
  kindsOf,
  type MakerParameters,
  makersOf,
} from "./device-parameters";
import { type GovernanceParameters, governanceOf } from "./governance-parameters";
import {
  addressOf,
  amountOf,
  type Fields,
  fieldsOf,
  integerOf,
  listOf,
  nameOf,
  ParameterError,
  requireDistinctNames,
  textOf,
} from "./parameter-fields";
import {
  type CommitteeParameters,
  committeesOf,
  type DisputesParameters,
  disputesOf,
  reporterOf,
  type ReporterParameters,
  requireTiming,
  type StakingParameters,
  stakingOf,
} from "./trust-parameters";

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
  reporter: ReporterParameters;
}

/** Everything that decides what a network is. */
export interface NetworkParameters {
  token: { name: string; symbol: string; cap: bigint; allocations: { account: string; amount: bigint }[] };
  emissions: { genesis: number; epochLength: number; curve: CurveParameters };
  /** In the order of their ids, which start at 1. */
  programs: ProgramParameters[];
  devices: DevicesParameters;
  /** In the order of their ids, which start at 1. */
  kinds: KindParameters[];
  /** In the order of their ids, which start at 1. */
  makers: MakerParameters[];
  staking: StakingParameters;
  disputes: DisputesParameters;
  committees: CommitteeParameters[];
  governance: GovernanceParameters;
  /** Voids reports, pauses new business, cancels proposals. */
  guardian: string;
  /** Rules on disputes. */
  arbiter: string;
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

export function parseParameters(fields: Fields): NetworkParameters {
  const emissions = fieldsOf(fields["emissions"], "emissions");
  const token = tokenOf(fields["token"]);
  const committees = committeesOf(fields["committees"]);
  const programs = programsOf(fields["programs"], committees);
  const staking = stakingOf(fields["staking"]);
  const disputes = disputesOf(fields["disputes"]);
  requireTiming(staking, disputes, programs);
  const kinds = kindsOf(fields["kinds"], programs);
  return {
    token,
    emissions: {
      genesis: integerOf(emissions["genesis"], "emissions.genesis", 1, 2 ** 40 - 1),
      epochLength: integerOf(emissions["epochLength"], "emissions.epochLength", 60, 31_622_400),
      curve: curveOf(fieldsOf(emissions["curve"], "emissions.curve")),
    },
    programs,
    devices: devicesOf(fields["devices"]),
    kinds,
    makers: makersOf(fields["makers"], kinds),
    staking,
    disputes,
    committees,
    governance: governanceOf(fields["governance"], staking.thawPeriod, token.cap),
    guardian: addressOf(fields["guardian"], "guardian"),
    arbiter: addressOf(fields["arbiter"], "arbiter"),
  };
}

function tokenOf(value: unknown): NetworkParameters["token"] {
  const token = fieldsOf(value, "token");
  const cap = amountOf(token["cap"], "token.cap");
  const allocations = listOf(token["allocations"], "token.allocations").map(allocationOf);
  const allocated = allocations.reduce((sum, { amount }) => sum + amount, 0n);
  if (allocated > cap) {
    throw new ParameterError(
      `token.allocations sum to ${allocated.toString()}, above token.cap ${cap.toString()}`,
    );
  }
  return {
    name: textOf(token["name"], "token.name"),
    symbol: textOf(token["symbol"], "token.symbol"),
    cap,
    allocations,
  };
}

function programsOf(value: unknown, committees: readonly CommitteeParameters[]): ProgramParameters[] {
  const programs = listOf(value, "programs").map((program, index) => programOf(program, index, committees));
  if (programs.length === 0 || programs.length > 64) {
    throw new ParameterError(`programs must list 1 to 64 programs, not ${programs.length.toString()}`);
  }
  const weights = programs.reduce((sum, { weightBps }) => sum + weightBps, 0);
  if (weights > 10_000) {
    throw new ParameterError(`programs: the weights sum to ${weights.toString()} bps; at most 10000`);
  }
  requireDistinctNames(programs, "programs");
  return programs;
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

function programOf(
  value: unknown,
  index: number,
  committees: readonly CommitteeParameters[],
): ProgramParameters {
  const path = `programs[${index.toString()}]`;
  const program = fieldsOf(value, path);
  return {
    name: nameOf(program["name"], `${path}.name`),
    weightBps: integerOf(program["weightBps"], `${path}.weightBps`, 0, 10_000),
    challengeWindow: integerOf(program["challengeWindow"], `${path}.challengeWindow`, 600, 2_592_000),
    reporter: reporterOf(program["reporter"], `${path}.reporter`, committees),
  };
}
