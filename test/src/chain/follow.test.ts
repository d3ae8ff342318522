import { expect } from "chai";

import { follow } from "../../../src/chain/watch/follow";
import { OpenDepinError } from "../../../src/errors";
import { rejection } from "./support";

const REFUSED = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:8545"), { code: "ECONNREFUSED" });

describe("follow", () => {
  /** Runs rounds with these outcomes, one after another, and stops after the last. */
  async function run(outcomes: (Error | undefined)[]): Promise<{ pauses: number[]; warnings: string[] }> {
    const [pauses, warnings]: [number[], string[]] = [[], []];
    const controller = new AbortController();
    const round = (): Promise<void> => {
      const error = outcomes.shift();
      if (outcomes.length === 0) controller.abort();
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    };
    const pause = (ms: number): Promise<void> => {
      pauses.push(ms);
      return Promise.resolve();
    };
    const warn = (text: string): number => warnings.push(text);
    await follow(round, { intervalMs: 15_000, signal: controller.signal, warn, pause });
    return { pauses, warnings };
  }

  it("waits between rounds", async () => {
    expect(await run([undefined, undefined])).to.deep.equal({ pauses: [15_000, 15_000], warnings: [] });
  });

  it("tries again ever more slowly while the chain does not answer, and says so once", async () => {
    const lost = Array.from({ length: 9 }, () => REFUSED);
    const { pauses, warnings } = await run([...lost, undefined, REFUSED, undefined]);
    const slower = [1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000);
    expect(pauses).to.deep.equal([...slower, 15_000, 1_000, 15_000]);
    const [lostText, backText] = [
      "the chain does not answer, trying again: connect ECONNREFUSED 127.0.0.1:8545",
      "the chain answers again",
    ];
    expect(warnings).to.deep.equal([lostText, backText, lostText, backText]);
  });

  it("ends with an error that trying again does not mend", async () => {
    const full = new OpenDepinError("FILE_UNWRITABLE", "there is no space left on the disk");
    expect(await rejection(run([undefined, full, undefined]))).to.equal(full);
  });

  it("stops during a pause", async () => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 10);
    const round = (): Promise<void> => Promise.resolve();
    await follow(round, { intervalMs: 600_000, signal: controller.signal, warn: () => undefined });
  });
});
