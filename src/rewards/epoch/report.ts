import { OpenDepinError } from "../../errors";
import { type Exclusion, EXCLUSIONS } from "../../devices/snapshot";
import type { Address, Hex } from "../../hex";
import type { FileHash } from "./data-hash";
import { parseAmount, parseDelta, quote } from "./parse";

export const REPORT_FORMAT = "opendepin-epoch";
export const REPORT_VERSION = 1;

/** Where an epoch starts from: the state that the epoch before left. */
export interface PreviousEpoch {
  /** Path of its directory, relative to the directory of this epoch, with `/` between its parts. */
  path: string;
  epoch: bigint;
  root: Hex;
  total: bigint;
}

/** A registry at a block: where devices' payees and status come from. */
export interface RegistrySource {
  chainId: bigint;
  /** The DeviceRegistry. */
  address: Address;
  block: number;
  blockHash: Hex;
  /** The OperatorStaking whose bonds had to cover the devices; absent if none was asked. */
  staking?: Address | undefined;
}

/** Whose devices count, and by which registry. */
export interface RegistryOrigin {
  /** The program that devices must be of. */
  program: number;
  /** Null when the extract was handed over as a file. */
  source: RegistrySource | null;
}

/** What a report states of the registry. */
export interface RegistryStatement extends RegistryOrigin {
  /** Contributing devices that were left out, by reason. */
  excluded: Record<Exclusion, number>;
}

export interface EpochCounts {
  /** Devices whose contributions count; 0 for an epoch of payouts. */
  devices: number;
  /** Accounts that were credited for devices or payouts in this epoch. */
  payees: number;
  /** Accounts that have a claim. */
  accounts: number;
}

/** What `report.json` states. Amounts are in the token's base units. */
export interface EpochReport {
  epoch: bigint;
  /** Root of the claims' tree. */
  root: Hex;
  /** Σ cumulative over all accounts. */
  total: bigint;
  /** total − total of the previous epoch; negative when corrections took back more than was earned. */
  increase: bigint;
  /** See `dataHash`. */
  dataHash: Hex;
  counts: EpochCounts;
  /** Null for an epoch of payouts. */
  budget: bigint | null;
  /** What rounding down left over of the budget; null for an epoch of payouts. */
  unallocated: bigint | null;
  /** Absent when payees and status of the devices come from no registry. */
  registry?: RegistryStatement | undefined;
  /** Every data file of the directory, the inputs among them, sorted by name. */
  files: FileHash[];
  /** Null for the first epoch. */
  previous: PreviousEpoch | null;
}

/** Text of `report.json`; amounts are decimal strings, because a JSON number would lose digits. */
export function renderReport(report: EpochReport): string {
  const { previous } = report;
  const json = {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    epoch: Number(report.epoch),
    root: report.root,
    total: report.total.toString(),
    increase: report.increase.toString(),
    dataHash: report.dataHash,
    counts: report.counts,
    budget: report.budget?.toString() ?? null,
    unallocated: report.unallocated?.toString() ?? null,
    ...(report.registry && { registry: registryJson(report.registry) }),
    files: report.files,
    previous: previous && { ...previous, epoch: Number(previous.epoch), total: previous.total.toString() },
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function registryJson({ program, source, excluded }: RegistryStatement): object {
  // Reports from before there were bonds must stay what they are, to the byte.
  const statesBonds = source?.staking !== undefined || excluded.uncovered > 0;
  const reasons = EXCLUSIONS.filter((reason) => reason !== "uncovered" || statesBonds);
  const counts = reasons.map((reason) => [reason, excluded[reason]] as const);
  return {
    program,
    source: source && { ...source, chainId: Number(source.chainId) },
    excluded: Object.fromEntries<number>(counts),
  };
}

/**
 * Reads the text of a `report.json`.
 *
 * @throws OpenDepinError `REPORT_MALFORMED` when it is not one, `REPORT_VERSION` when a newer program wrote it.
 */
export function parseReport(text: string): EpochReport {
  const json = new Fields(parseJson(text), "");
  if (json.string("format") !== REPORT_FORMAT) throw malformed(`format is not ${quote(REPORT_FORMAT)}`);
  const version = json.count("version");
  if (version !== REPORT_VERSION) {
    throw new OpenDepinError(
      "REPORT_VERSION",
      `report of version ${version}; this program reads version ${REPORT_VERSION}`,
    );
  }
  const counts = json.object("counts");
  const previous = json.has("previous") ? json.object("previous") : null;
  return {
    epoch: BigInt(json.count("epoch")),
    root: json.hash("root"),
    total: json.amount("total"),
    increase: parseDelta(json.string("increase"), "increase"),
    dataHash: json.hash("dataHash"),
    counts: {
      devices: counts.count("devices"),
      payees: counts.count("payees"),
      accounts: counts.count("accounts"),
    },
    budget: json.has("budget") ? json.amount("budget") : null,
    unallocated: json.has("unallocated") ? json.amount("unallocated") : null,
    ...(json.names("registry") && { registry: parseRegistry(json.object("registry")) }),
    files: json
      .list("files")
      .map((entry) => ({ file: entry.file("file"), keccak256: entry.hash("keccak256") })),
    previous: previous && {
      path: previous.string("path"),
      epoch: BigInt(previous.count("epoch")),
      root: previous.hash("root"),
      total: previous.amount("total"),
    },
  };
}

function parseRegistry(json: Fields): RegistryStatement {
  const source = json.has("source") ? json.object("source") : null;
  const excluded = json.object("excluded");
  return {
    program: json.count("program"),
    source: source && {
      chainId: BigInt(source.count("chainId")),
      address: source.address("address"),
      block: source.count("block"),
      blockHash: source.hash("blockHash"),
      ...(source.names("staking") && { staking: source.address("staking") }),
    },
    excluded: {
      unknown: excluded.count("unknown"),
      released: excluded.count("released"),
      suspended: excluded.count("suspended"),
      "other-program": excluded.count("other-program"),
      uncovered: excluded.names("uncovered") ? excluded.count("uncovered") : 0,
    },
  };
}

/** The fields of a JSON object, read one by one with the type that each must have. */
class Fields {
  readonly #values: Record<string, unknown>;

  constructor(
    value: unknown,
    private readonly path: string,
  ) {
    if (typeof value !== "object" || value === null) throw malformed(`${path || "it"} is not an object`);
    this.#values = value as Record<string, unknown>;
  }

  /** Whether a field is there that need not be. */
  names(name: string): boolean {
    return name in this.#values;
  }

  /** Whether a nullable field has a value; absent is not the same as null. */
  has(name: string): boolean {
    if (!this.names(name)) throw malformed(`${this.path}${name} is missing`);
    return this.#values[name] !== null;
  }

  string(name: string): string {
    const value = this.#values[name];
    if (typeof value !== "string") throw malformed(`${this.path}${name} is not a string`);
    return value;
  }

  count(name: string): number {
    const value = this.#values[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw malformed(`${this.path}${name} is not a whole number`);
  }

  amount(name: string): bigint {
    return parseAmount(this.string(name), this.path + name);
  }

  hash(name: string): Hex {
    const value = this.string(name);
    if (isHash(value)) return value;
    throw malformed(`${this.path}${name} is not 0x and 64 lower-case hex digits`);
  }

  address(name: string): Address {
    const value = this.string(name);
    if (isAddress(value)) return value;
    throw malformed(`${this.path}${name} is not 0x and 40 lower-case hex digits`);
  }

  /** A data file's name; anything else could lead out of the directory. */
  file(name: string): string {
    const value = this.string(name);
    if (/^(?:inputs\/)?[a-z]+\.csv$/.test(value)) return value;
    throw malformed(`${this.path}${name} ${quote(value)} is not a data file of an epoch`);
  }

  object(name: string): Fields {
    return new Fields(this.#values[name], `${this.path}${name}.`);
  }

  list(name: string): Fields[] {
    const values = this.#values[name];
    if (!Array.isArray(values)) throw malformed(`${this.path}${name} is not a list`);
    return values.map((value, index) => new Fields(value, `${this.path}${name}[${index}].`));
  }
}

function isHash(text: string): text is Hex {
  return /^0x[0-9a-f]{64}$/.test(text);
}

function isAddress(text: string): text is Address {
  return /^0x[0-9a-f]{40}$/.test(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : "not JSON");
  }
}

function malformed(problem: string): OpenDepinError {
  return new OpenDepinError("REPORT_MALFORMED", `not a report of an epoch: ${problem}`);
}
