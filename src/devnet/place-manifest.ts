import { posix } from "node:path";

import type { BakedManifest } from "./bake/bake";
import type { DevnetManifest } from "./manifest";

/** Where a devnet is served. */
export type Place = Pick<DevnetManifest, "rpc" | "http" | "data">;

/** The manifest of a devnet that is served at a place. */
export function placeManifest(baked: BakedManifest, place: Place): DevnetManifest {
  const placed = withPaths(baked, (path) => posix.join(place.data, path));
  const { format, version, chainId, ...rest } = placed;
  return { format, version, chainId, ...place, ...rest };
}

/** What of a manifest holds at any place. */
export function unplaceManifest(manifest: DevnetManifest): BakedManifest {
  const { format, version, chainId, contracts, programs, kinds, makers, devices, accounts, data } = manifest;
  const { disputes, proposals } = manifest;
  return withPaths(
    {
      format,
      version,
      chainId,
      contracts,
      programs,
      kinds,
      makers,
      devices,
      disputes,
      proposals,
      accounts,
    },
    (path) => posix.relative(data, path),
  );
}

function withPaths(manifest: BakedManifest, convert: (path: string) => string): BakedManifest {
  const moved = <Item extends { directory: string }>(item: Item): Item => ({
    ...item,
    directory: convert(item.directory),
  });
  return {
    ...manifest,
    programs: manifest.programs.map((program) => ({ ...program, epochs: program.epochs.map(moved) })),
    disputes: manifest.disputes.map(moved),
    devices: manifest.devices.map((device) => ({ ...device, keyFile: convert(device.keyFile) })),
  };
}
