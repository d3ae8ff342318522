import type { Indexer } from "./indexer";

/** What the indexer knows of a device and its owner's bond. */
interface Device {
  id: string;
  status: "active" | "released";
  makerId: number | null;
  ownerId: string | null;
  owner: { bonded: string; defaultPayee: string | null } | null;
  payee: string | null;
  kind: { id: number; programId: number; requiredBond: string };
  suspendedFrom: number | null;
  suspendedUntil: number | null;
}

const DEVICES = `{ devices(orderBy: "acquisition", orderDirection: "asc", limit: 1000) { items {
  id status makerId ownerId owner { bonded defaultPayee } payee kind { id programId requiredBond }
  suspendedFrom suspendedUntil
} } }`;

/** Of each device, by its id, the row of an epoch's `devices.csv` without device and epoch, from what GraphQL answers. */
export async function standings(indexer: Indexer, epoch: number): Promise<Map<string, object>> {
  const { devices } = (await indexer.query(DEVICES)) as { devices: { items: Device[] } };
  const left = new Map<string | null, bigint>();
  return new Map(devices.items.map((device) => [device.id, standing(device, epoch, left)]));
}

/** @param left What is left of the owners' bonds, which cover devices in the order in which they were acquired. */
function standing(device: Device, epoch: number, left: Map<string | null, bigint>): object {
  const { status, makerId, ownerId, owner, payee, kind } = device;
  const bond = left.get(ownerId) ?? BigInt(owner?.bonded ?? 0);
  const isCovered = bond >= BigInt(kind.requiredBond);
  if (isCovered) left.set(ownerId, bond - BigInt(kind.requiredBond));
  return {
    status: status === "active" ? statusOf(device, epoch, isCovered) : status,
    program: kind.programId.toString(),
    payee: ownerId === null ? "" : (payee ?? owner?.defaultPayee ?? ownerId),
    owner: ownerId ?? "",
    kind: kind.id.toString(),
    maker: (makerId ?? 0).toString(),
  };
}

function statusOf({ suspendedFrom, suspendedUntil }: Device, epoch: number, isCovered: boolean): string {
  if (suspendedFrom !== null && suspendedFrom <= epoch && epoch < (suspendedUntil ?? 0)) return "suspended";
  return isCovered ? "active" : "uncovered";
}
