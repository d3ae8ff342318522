import type { DevnetDevice, DevnetSuspension } from "../../../src/devnet/manifest";
import type { AccountName, MakerName } from "../accounts";
import { type Place, PLACES } from "./places";

type Owner = (typeof OWNERS)[number];

/** How a maker vouches for a device. */
export interface PlannedAttestation {
  maker: MakerName;
  by: "batch" | "signature";
}

/** A device of the devnet. */
export interface PlannedDevice {
  /** Its key follows from it, and with that its id. */
  name: string;
  /** Name of its kind in the parameters. */
  kind: string;
  curve: DevnetDevice["curve"];
  owner: Owner;
  place: Place;
  /** Undefined for devices of open kinds that nobody vouches for. */
  attestation: PlannedAttestation | undefined;
  /** Undefined where the owner is paid itself. */
  payee: AccountName | undefined;
  suspension: DevnetSuspension | undefined;
  /** Whether its owner gives it up before the first epoch. */
  released: boolean;
}

interface Group {
  prefix: string;
  kind: string;
  count: number;
  curve: PlannedDevice["curve"];
  attestation?: PlannedAttestation;
}

const OWNERS = ["alice", "bob", "carol", "dave"] as const;

const GROUPS: readonly Group[] = [
  {
    prefix: "hotspot",
    kind: "Outdoor hotspot",
    count: 10,
    curve: "P-256",
    attestation: { maker: "northmast", by: "batch" },
  },
  {
    prefix: "rooftop",
    kind: "Outdoor hotspot",
    count: 4,
    curve: "secp256k1",
    attestation: { maker: "roadlens", by: "signature" },
  },
  {
    prefix: "dashcam",
    kind: "Dashcam",
    count: 10,
    curve: "P-256",
    attestation: { maker: "roadlens", by: "batch" },
  },
  {
    prefix: "vault",
    kind: "Storage provider",
    count: 4,
    curve: "P-256",
    attestation: { maker: "vaultworks", by: "signature" },
  },
  { prefix: "gpu", kind: "GPU node", count: 6, curve: "secp256k1" },
  { prefix: "browser", kind: "Browser node", count: 6, curve: "secp256k1" },
  { prefix: "camera", kind: "Street camera", count: 6, curve: "secp256k1" },
];

/** Leased devices: who runs the site owns them, who built them is paid. */
const PAYEES: Readonly<Record<string, AccountName>> = {
  "hotspot-05": "northmast",
  "hotspot-06": "northmast",
  "dashcam-02": "alice",
  "gpu-01": "carol",
  "camera-03": "reporter5",
};

const SUSPENSIONS: Readonly<Record<string, DevnetSuspension>> = {
  "hotspot-04": { fromEpoch: 0, untilEpoch: 24, reason: 1 },
  "dashcam-03": { fromEpoch: 0, untilEpoch: 168, reason: 2 },
  "gpu-02": { fromEpoch: 1, untilEpoch: 720, reason: 3 },
};

const RELEASED: ReadonlySet<string> = new Set(["browser-06"]);

/** The devnet's forty-six devices, in the order of their onboarding. */
export const plannedDevices: readonly PlannedDevice[] = GROUPS.flatMap(({ count, prefix, ...group }) =>
  Array.from({ length: count }, (_, index) => ({
    ...group,
    name: `${prefix}-${(index + 1).toString().padStart(2, "0")}`,
  })),
).map(({ name, kind, curve, attestation }, index) => ({
  name,
  kind,
  curve,
  owner: cycled(OWNERS, index),
  place: cycled(PLACES, index),
  attestation,
  payee: PAYEES[name],
  suspension: SUSPENSIONS[name],
  released: RELEASED.has(name),
}));

function cycled<Item>(items: readonly [Item, ...Item[]], index: number): Item {
  return items[index % items.length] ?? items[0];
}
