import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildEpochDirectory } from "../../src/files/build-epoch";
import type { EpochReport } from "../../src/rewards/epoch/report";

export const CONTRIBUTIONS = [
  "device,units,payee",
  `1,3,0x${"a1".repeat(20)}`,
  `2,5,0x${"b2".repeat(20)}`,
  `3,2,0x${"a1".repeat(20)}`,
  `4,7,0x${"c3".repeat(20)}`,
  "",
].join("\n");

/** A folder with directories of epochs, for each test of a suite. */
export class EpochFolder {
  path = "";

  constructor() {
    beforeEach(() => {
      this.path = mkdtempSync(join(tmpdir(), "opendepin-report-"));
    });
    afterEach(() => {
      rmSync(this.path, { recursive: true });
    });
  }

  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  write(name: string, content: string): string {
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  read(...parts: string[]): string {
    return readFileSync(this.at(...parts), "utf8");
  }

  /** Builds an epoch as a reporter does from the contributions that everybody has. */
  build(
    name: string,
    {
      epoch = 0n,
      budget = 1_000n,
      contributions = CONTRIBUTIONS,
      previous,
    }: { epoch?: bigint; budget?: bigint; contributions?: string; previous?: string } = {},
  ): Promise<EpochReport> {
    const input = this.write(`${name}.csv`, contributions);
    return buildEpochDirectory({
      epoch,
      out: this.at(name),
      inputs: { contributions: input },
      budget,
      previous: previous === undefined ? undefined : this.at(previous),
    });
  }

  /** Copies an epoch and changes one of its files, as somebody does who wants to be paid more. */
  forge(name: string, from: string, file: string, change: (text: string) => string): void {
    cpSync(this.at(from), this.at(name), { recursive: true });
    this.write(join(name, file), change(this.read(name, file)));
  }
}
