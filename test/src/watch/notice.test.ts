import { expect } from "chai";

import { lineFinding } from "../../../src/watch/line-finding";
import type { Action } from "../../../src/watch/next-step";
import { describeNotice } from "../../../src/watch/notice";
import type { Verdict } from "../../../src/watch/verdict";
import { CHALLENGER, proposed, word } from "./support";

const REPORT = proposed(2, 5, { epoch: 7 });

function line(verdict: Verdict, action: Action, status: "pending" | "final" | "void" = "pending"): string {
  return describeNotice({ report: REPORT, verdict, status, action, evidence: undefined });
}

describe("lineFinding", () => {
  const DEVICES_ROOT = word(0);

  it("names the account, the column and both values", () => {
    const finding = lineFinding({
      file: "claims.csv",
      line: 3,
      expected: `0xaa,100,${DEVICES_ROOT}`,
      found: `0xaa,900,${DEVICES_ROOT}`,
    });
    expect(finding).to.deep.equal({
      file: "claims.csv",
      line: 3,
      subject: "account 0xaa",
      figure: "cumulative",
      expected: "100",
      found: "900",
    });
  });

  it("shows both rows when it is another account's", () => {
    const [expected, found] = [`0xaa,100,${DEVICES_ROOT}`, `0xab,100,${DEVICES_ROOT}`];
    expect(lineFinding({ file: "claims.csv", line: 3, expected, found })).to.deep.include({
      subject: "account 0xaa",
      figure: undefined,
      expected,
      found,
    });
  });

  it("shows both lines of what is no row of the table", () => {
    for (const [file, expected, found] of [
      ["claims.csv", `0xaa,100,${DEVICES_ROOT}`, "end of file"],
      ["report.json", '  "total": "1",', '  "total": "2",'],
      ["inputs/other.csv", "a,b", "a,c"],
    ] as const) {
      expect(lineFinding({ file, line: 3, expected, found })).to.deep.include({
        subject: undefined,
        figure: undefined,
        expected,
        found,
      });
    }
  });
});

describe("describeNotice", () => {
  const finding = {
    file: "claims.csv",
    line: 3,
    subject: "account 0xaa",
    figure: "cumulative",
    expected: "100",
    found: "900",
  };
  const dispute = { dispute: 4, status: "open", challenger: CHALLENGER };

  it("is one line for each case", () => {
    const cases: [string, string][] = [
      [
        line({ kind: "agrees" }, { kind: "none" }),
        `agrees, root ${REPORT.root}; final from 1970-01-01T00:16:40Z`,
      ],
      [
        line({ kind: "disagrees", finding }, { kind: "challenged", dispute }),
        "DISAGREES: claims.csv:3, account 0xaa: cumulative must be 100, is 900; final from 1970-01-01T00:16:40Z; challenged: dispute 4, open",
      ],
      [
        line(
          {
            kind: "disagrees",
            finding: { ...finding, file: "chain", line: undefined, subject: undefined, figure: "root" },
          },
          { kind: "disputed", dispute },
        ),
        `DISAGREES: chain: root must be 100, is 900; final from 1970-01-01T00:16:40Z; frozen by dispute 4 of ${CHALLENGER} already`,
      ],
      [
        line(
          { kind: "unverifiable", cause: "published", reason: "nothing is there" },
          { kind: "closed" },
          "final",
        ),
        "UNVERIFIABLE: nothing is there; final; too late to challenge",
      ],
      [line({ kind: "unseen" }, { kind: "none" }, "void"), "was not looked at; void"],
    ];
    for (const [text, expected] of cases) expect(text).to.equal(`epoch 7, nonce 2: ${expected}`);
  });
});
