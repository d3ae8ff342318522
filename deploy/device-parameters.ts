import {
  addressOf,
  amountOf,
  fieldsOf,
  flagOf,
  integerOf,
  listOf,
  ParameterError,
  requireDistinctNames,
  textOf,
  uriOf,
} from "./parameter-fields";

export interface DevicesParameters {
  /** ERC-721 name and symbol of the devices. */
  name: string;
  symbol: string;
  /** Seconds that a key rotation with one consent only waits, 3,600 to 2,592,000. */
  rotationDelay: number;
}

export interface KindParameters {
  /** 1 to 64 printable ASCII characters. */
  name: string;
  /** Id of the program whose budget its devices share. */
  program: number;
  category: Category;
  /** Whether its devices need no maker's attestation. */
  open: boolean;
  /** Base units of the reward token that a device needs behind it. */
  requiredBond: bigint;
  metadataURI: string;
}

export interface MakerParameters {
  /** Manages the maker's keys and batches. */
  account: string;
  uri: string;
  /** Ids of the kinds that it may attest. */
  kinds: number[];
}

/** In the order of the contract's enumeration. */
export const CATEGORIES = ["Physical", "Digital"] as const;

export type Category = (typeof CATEGORIES)[number];

export function devicesOf(value: unknown): DevicesParameters {
  const devices = fieldsOf(value, "devices");
  return {
    name: textOf(devices["name"], "devices.name"),
    symbol: textOf(devices["symbol"], "devices.symbol"),
    rotationDelay: integerOf(devices["rotationDelay"], "devices.rotationDelay", 3_600, 2_592_000),
  };
}

/** @param programs In the order of their ids: a kind names its program. */
export function kindsOf(value: unknown, programs: readonly { name: string }[]): KindParameters[] {
  const kinds = listOf(value, "kinds").map((kind, index) => kindOf(kind, index, programs));
  requireDistinctNames(kinds, "kinds");
  return kinds;
}

/** @param kinds In the order of their ids: a maker names its kinds. */
export function makersOf(value: unknown, kinds: readonly { name: string }[]): MakerParameters[] {
  return listOf(value, "makers").map((maker, index) => makerOf(maker, index, kinds));
}

function kindOf(value: unknown, index: number, programs: readonly { name: string }[]): KindParameters {
  const path = `kinds[${index.toString()}]`;
  const kind = fieldsOf(value, path);
  const name = textOf(kind["name"], `${path}.name`);
  if (!/^[ -~]{1,64}$/.test(name)) {
    throw new ParameterError(`${path}.name must be 1 to 64 printable ASCII characters, not "${name}"`);
  }
  return {
    name,
    program: idOf(kind["program"], `${path}.program`, programs, "programs"),
    category: categoryOf(kind["category"], `${path}.category`),
    open: flagOf(kind["open"], `${path}.open`),
    requiredBond: amountOf(kind["requiredBond"], `${path}.requiredBond`),
    metadataURI: uriOf(kind["metadataURI"], `${path}.metadataURI`),
  };
}

function makerOf(value: unknown, index: number, kinds: readonly { name: string }[]): MakerParameters {
  const path = `makers[${index.toString()}]`;
  const maker = fieldsOf(value, path);
  const attested = listOf(maker["kinds"], `${path}.kinds`).map((kind, place) =>
    idOf(kind, `${path}.kinds[${place.toString()}]`, kinds, "kinds"),
  );
  if (new Set(attested).size !== attested.length) {
    throw new ParameterError(`${path}.kinds names a kind twice`);
  }
  return {
    account: addressOf(maker["account"], `${path}.account`),
    uri: uriOf(maker["uri"], `${path}.uri`),
    kinds: attested,
  };
}

/** The id, from 1, of what is named. */
function idOf(value: unknown, path: string, named: readonly { name: string }[], list: string): number {
  const index = named.findIndex(({ name }) => name === value);
  if (index < 0)
    throw new ParameterError(`${path} must be the name of one of ${list}, not ${JSON.stringify(value)}`);
  return index + 1;
}

function categoryOf(value: unknown, path: string): Category {
  const category = CATEGORIES.find((name) => name === value);
  if (category === undefined) throw new ParameterError(`${path} must be "Physical" or "Digital"`);
  return category;
}
