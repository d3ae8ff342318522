import { join } from "node:path";

import { name, version } from "../../../package.json";
import { succeed } from "./run";
import { repository, scratch } from "./scratch";

let packing: Promise<string> | undefined;

/** Builds and packs the repository as for publication, once; the tarball's path. */
export function tarball(): Promise<string> {
  return (packing ??= pack());
}

async function pack(): Promise<string> {
  await succeed("npm", ["pack", "--pack-destination", scratch], repository);
  return join(scratch, `${name}-${version}.tgz`);
}
