import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

import { bytesToHex } from "../hex";
import { keccak256 } from "../merkle/keccak256";
import type { EvidenceFile, WatchState } from "../watch/watch-state";
import { renderWatchState, watchStateFromJson } from "../watch/watch-state-json";
import { readJsonFile } from "./json-file";
import { replaceFile } from "./replace-file";

/** The files of a watcher: its state, and the evidence beside it. */
export class WatchStore {
  /** @param path The state file. */
  constructor(readonly path: string) {}

  /**
   * What was remembered; nothing before the first run.
   *
   * @throws OpenDepinError `FILE_UNREADABLE`, `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`.
   */
  async load(): Promise<WatchState | undefined> {
    const isThere = await access(this.path).then(
      () => true,
      () => false,
    );
    return isThere ? readJsonFile(this.path, watchStateFromJson) : undefined;
  }

  /** @throws OpenDepinError `FILE_UNWRITABLE`; then what was there before is there still. */
  async save(state: WatchState): Promise<void> {
    await replaceFile(this.path, renderWatchState(state));
  }

  /**
   * Writes evidence under a name that follows from its text: what a challenge refers to is never replaced.
   *
   * @throws OpenDepinError `FILE_UNWRITABLE`.
   */
  async saveEvidence(text: string): Promise<EvidenceFile> {
    const hash = bytesToHex(keccak256(new TextEncoder().encode(text)));
    const file = `evidence-${hash.slice(2)}.json`;
    await replaceFile(join(dirname(this.path), file), text);
    return { file, keccak256: hash };
  }
}
