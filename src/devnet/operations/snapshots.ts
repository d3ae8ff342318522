import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { EXIT, OpenDepinError } from "../../errors";
import { replaceFile } from "../../files/replace-file";
import type { Hex } from "../../hex";
import { requireManifest, writeManifest } from "../folder";
import { JsonRpc } from "../json-rpc";
import type { DevnetManifest } from "../manifest";

/** A state of the chain to go back to, and what the manifest said then. */
interface Snapshot {
  name: string;
  /** What the chain calls it. */
  id: Hex;
  manifest: DevnetManifest;
}

export const DEFAULT_SNAPSHOT = "default";

const SNAPSHOTS_FILE = "snapshots.json";

/** Remembers the state of a folder's devnet under a name; a snapshot of that name before it is forgotten. */
export async function takeSnapshot(folder: string, name = DEFAULT_SNAPSHOT): Promise<void> {
  const manifest = await requireManifest(folder);
  const others = (await readSnapshots(folder, manifest)).filter((snapshot) => snapshot.name !== name);
  const id = await new JsonRpc(manifest.rpc).send<Hex>("evm_snapshot");
  await writeSnapshots(folder, manifest, [...others, { name, id, manifest }]);
}

/**
 * Takes a folder's devnet back to a snapshot, which can be gone back to again. Those taken after it are forgotten, and
 * the data of epochs that were reported after it is removed.
 *
 * @throws OpenDepinError `SNAPSHOT_MISSING`.
 */
export async function restoreSnapshot(folder: string, name = DEFAULT_SNAPSHOT): Promise<DevnetManifest> {
  const now = await requireManifest(folder);
  const snapshots = await readSnapshots(folder, now);
  const index = snapshots.findIndex((snapshot) => snapshot.name === name);
  const snapshot = snapshots[index];
  const rpc = new JsonRpc(now.rpc);
  // The chain forgets a snapshot that it goes back to.
  if (snapshot === undefined || !(await rpc.send<boolean>("evm_revert", snapshot.id))) {
    throw missing(name, snapshots);
  }
  const id = await rpc.send<Hex>("evm_snapshot");
  await writeSnapshots(folder, now, [...snapshots.slice(0, index), { ...snapshot, id }]);
  await writeManifest(folder, snapshot.manifest);
  await removeLaterEpochs(folder, now, snapshot.manifest);
  return snapshot.manifest;
}

/** Snapshots live in the chain's process: a new one knows none of them. */
export async function forgetSnapshots(data: string): Promise<void> {
  await rm(join(data, SNAPSHOTS_FILE), { force: true });
}

function missing(name: string, snapshots: readonly Snapshot[]): OpenDepinError {
  const known = snapshots.map((snapshot) => snapshot.name);
  return new OpenDepinError(
    "SNAPSHOT_MISSING",
    `no snapshot "${name}"; ${known.length === 0 ? "none was taken" : `there are: ${known.join(", ")}`}`,
    { exitCode: EXIT.no },
  );
}

async function removeLaterEpochs(folder: string, from: DevnetManifest, to: DevnetManifest): Promise<void> {
  const kept = new Set(directoriesOf(to));
  for (const directory of directoriesOf(from)) {
    if (!kept.has(directory)) await rm(join(folder, directory), { recursive: true, force: true });
  }
}

function directoriesOf({ programs }: DevnetManifest): string[] {
  return programs.flatMap(({ epochs }) => epochs.map(({ directory }) => directory));
}

async function readSnapshots(folder: string, { data }: DevnetManifest): Promise<Snapshot[]> {
  const text = await readFile(join(folder, data, SNAPSHOTS_FILE), "utf8").catch(() => "[]");
  return JSON.parse(text) as Snapshot[];
}

function writeSnapshots(folder: string, { data }: DevnetManifest, snapshots: Snapshot[]): Promise<void> {
  return replaceFile(join(folder, data, SNAPSHOTS_FILE), JSON.stringify(snapshots));
}
