import { expect } from "chai";

import { formatDuration } from "../../src/format-duration";

describe("formatDuration", () => {
  const cases: [seconds: number, text: string][] = [
    [0, "0 seconds"],
    [1, "1 second"],
    [59, "59 seconds"],
    [61, "1 minute 1 second"],
    [3_600, "1 hour"],
    [3_661, "1 hour 1 minute"],
    [86_399, "23 hours 59 minutes"],
    [7 * 86_400, "7 days"],
    [7 * 86_400 - 1, "6 days 23 hours"],
    [86_400 + 59, "1 day"],
  ];
  for (const [seconds, text] of cases) {
    it(`says ${text} for ${seconds}`, () => {
      expect(formatDuration(seconds)).to.equal(text);
    });
  }
});
