import { expect } from "chai";

import { withProgress } from "../../../src/cli/with-progress";
import type { Progress } from "../../../src/files/progress";

describe("withProgress", () => {
  /** Reports three steps at the given milliseconds and returns what was drawn. */
  async function drawnAt(times: readonly number[], isTTY: boolean, json: boolean): Promise<string> {
    let text = "";
    let time = 0;
    const io = { stdout: { write: () => true }, stderr: { isTTY, write: (part: string) => (text += part) } };
    await withProgress(io, { json, now: () => time }, (progress: Progress) => {
      for (const at of times) {
        time = at;
        progress("reading", at / 4000);
      }
      return Promise.resolve();
    });
    return text;
  }

  it("shows nothing of work that takes less than a second", async () => {
    expect(await drawnAt([10, 500, 999], true, false)).to.equal("");
  });

  it("shows phase and percent after a second, ten times a second at most, and clears the line", async () => {
    expect(await drawnAt([1000, 1050, 2000], true, false)).to.equal(
      "\r\u001b[Kreading 25%\r\u001b[Kreading 50%\r\u001b[K",
    );
  });

  it("shows nothing to a pipe, and nothing with --json", async () => {
    expect(await drawnAt([2000], false, false)).to.equal("");
    expect(await drawnAt([2000], true, true)).to.equal("");
  });

  it("clears the line when the work fails", async () => {
    let text = "";
    let time = 0;
    const io = {
      stdout: { write: () => true },
      stderr: { isTTY: true, write: (part: string) => (text += part) },
    };
    const failing = withProgress(io, { json: false, now: () => time }, (progress) => {
      time = 2000;
      progress("reading", 0);
      return Promise.reject(new Error("no"));
    });
    expect(await failing.catch((error: unknown) => error)).to.have.property("message", "no");
    expect(text).to.equal("\r\u001b[Kreading 0%\r\u001b[K");
  });
});
