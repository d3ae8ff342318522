import { type MakerRegistry } from "../../typechain-types";
import { announce, type Announced } from "./announced";
import { eventsOf, type EventArgs } from "./events-of";

export interface RebuiltKind {
  program: bigint;
  category: bigint;
  open: boolean;
  active: boolean;
  name: string;
  metadataURI: string;
  bonds: Announced[];
}

export interface RebuiltMaker {
  account: string;
  active: boolean;
  uri: string;
  kinds: Set<bigint>;
  keys: Set<string>;
  batches: Map<string, [expiry: bigint, revoked: boolean]>;
}

/** Everything that a maker registry remembers, as its events alone tell it. */
export interface MakersState {
  kinds: Map<bigint, RebuiltKind>;
  makers: Map<bigint, RebuiltMaker>;
  verifiers: Set<string>;
}

export async function rebuildMakers(makers: MakerRegistry): Promise<MakersState> {
  const state: MakersState = { kinds: new Map(), makers: new Map(), verifiers: new Set() };
  for (const { name, args, timestamp } of await eventsOf(makers)) apply(state, name, args, timestamp);
  return state;
}

function apply(state: MakersState, name: string, args: EventArgs, timestamp: bigint): void {
  switch (name) {
    case "VerifierSet":
      setMember(state.verifiers, args.text("verifier"), args.flag("allowed"));
      break;
    case "KindAdded":
      state.kinds.set(args.number("kind"), {
        program: args.number("program"),
        category: args.number("category"),
        open: args.flag("open"),
        active: true,
        name: args.text("name"),
        metadataURI: args.text("metadataURI"),
        bonds: [{ amount: args.number("requiredBond"), fromTime: 0n }],
      });
      break;
    case "KindActiveSet":
      known(state.kinds, args.number("kind")).active = args.flag("active");
      break;
    case "RequiredBondSet": {
      const kind = known(state.kinds, args.number("kind"));
      const next = { amount: args.number("requiredBond"), fromTime: args.number("fromTime") };
      kind.bonds = announce(kind.bonds, next, timestamp);
      break;
    }
    case "MakerAdded":
      state.makers.set(args.number("maker"), {
        account: args.text("account"),
        active: true,
        uri: args.text("uri"),
        kinds: new Set(),
        keys: new Set(),
        batches: new Map(),
      });
      break;
    default:
      if (args.has("maker")) applyToMaker(known(state.makers, args.number("maker")), name, args);
  }
}

function applyToMaker(maker: RebuiltMaker, name: string, args: EventArgs): void {
  switch (name) {
    case "MakerActiveSet":
      maker.active = args.flag("active");
      break;
    case "MakerKindSet":
      setMember(maker.kinds, args.number("kind"), args.flag("allowed"));
      break;
    case "MakerURISet":
      maker.uri = args.text("uri");
      break;
    case "MakerTransferred":
      maker.account = args.text("current");
      break;
    case "AttestationKeyAdded":
    case "AttestationKeyRevoked":
      setMember(maker.keys, args.text("key"), name === "AttestationKeyAdded");
      break;
    case "BatchProvisioned":
      maker.batches.set(args.text("root"), [args.number("expiry"), false]);
      break;
    case "BatchRevoked": {
      const [expiry] = known(maker.batches, args.text("root"));
      maker.batches.set(args.text("root"), [expiry, true]);
      break;
    }
  }
}

function setMember<T>(members: Set<T>, member: T, isMember: boolean): void {
  if (isMember) members.add(member);
  else members.delete(member);
}

function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`an event names ${String(key)}, which no event has added`);
  return value;
}
