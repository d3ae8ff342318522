import { expect } from "chai";

import { formatSpan } from "../../src/format-time";

describe("formatSpan", () => {
  const cases: [seconds: number, words: string][] = [
    [0, "0 seconds"],
    [1, "1 second"],
    [119, "119 seconds"],
    [120, "2 minutes"],
    [7_199, "119 minutes"],
    [7_200, "2 hours"],
    [172_799, "47 hours"],
    [172_800, "2 days"],
    [1_000_000_000, "11574 days"],
  ];
  for (const [seconds, words] of cases) {
    it(`says ${words}`, () => {
      expect(formatSpan(seconds)).to.equal(words);
    });
  }
});
