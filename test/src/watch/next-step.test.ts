import { expect } from "chai";

import { nextStep, type Situation, type Standing, type Step } from "../../../src/watch/next-step";
import type { Verdict } from "../../../src/watch/verdict";
import { CHALLENGER, STRANGER, word } from "./support";

const CLOSES_AT = 1_000;
const AGREES: Verdict = { kind: "agrees" };
const DISAGREES: Verdict = {
  kind: "disagrees",
  finding: { file: "claims.csv", line: 3, subject: undefined, figure: undefined, expected: "1", found: "2" },
};
const MISSING: Verdict = { kind: "unverifiable", cause: "published", reason: "nothing is there" };
const OWN_FAULT: Verdict = { kind: "unverifiable", cause: "own", reason: "no copy of my own" };
const SIGNED = { transaction: word(1), raw: word(2) };

interface Given {
  verdict?: Verdict;
  challenge?: typeof SIGNED;
  standing?: Partial<Standing>;
  policy?: Partial<Situation["policy"]>;
  done?: Partial<Situation["done"]>;
}

/** A pending report in its open window, looked at in this round, by a watcher that challenges whatever it may. */
function step({ verdict, challenge, standing, policy, done }: Given): Step {
  return nextStep({
    report: { finalizableAt: CLOSES_AT },
    record: verdict && { verdict, challenge },
    standing: { status: "pending", now: 500, frozen: false, dispute: undefined, ...standing },
    policy: { challenger: CHALLENGER, challengeMissing: true, reserve: Infinity, ...policy },
    done: { judged: "this round", attempt: undefined, ...done },
  });
}

const rest = (kind: string) => ({ do: "rest", action: { kind } });

describe("nextStep", () => {
  const disputeBy = (challenger: typeof CHALLENGER) => ({ dispute: 4, status: "open", challenger });

  context("given a report that was not looked at", () => {
    it("looks at it, whatever the chain says", () => {
      expect(step({})).to.deep.equal({ do: "judge" });
      expect(step({ standing: { status: "final" } })).to.deep.equal({ do: "judge" });
      expect(step({ standing: { frozen: true } })).to.deep.equal({ do: "judge" });
    });

    it("leaves it alone when it is void", () => {
      expect(step({ standing: { status: "void" } })).to.deep.equal(rest("none"));
    });
  });

  context("given a report that agrees", () => {
    it("does nothing, also when somebody disputes it", () => {
      expect(step({ verdict: AGREES })).to.deep.equal(rest("none"));
      expect(step({ verdict: AGREES, done: { judged: "before" } })).to.deep.equal(rest("none"));
      const standing = { frozen: true, dispute: disputeBy(STRANGER) };
      expect(step({ verdict: AGREES, standing })).to.deep.equal(rest("none"));
    });
  });

  context("given a report that disagrees", () => {
    it("challenges it while the window is open", () => {
      expect(step({ verdict: DISAGREES })).to.deep.equal({ do: "challenge" });
      const inTheLastSecond = { now: CLOSES_AT - 1 };
      expect(step({ verdict: DISAGREES, standing: inTheLastSecond })).to.deep.equal({ do: "challenge" });
    });

    it("is too late once the window has closed, or the report is final or void", () => {
      for (const standing of [
        { now: CLOSES_AT },
        { status: "final" as const },
        { status: "void" as const },
      ]) {
        expect(step({ verdict: DISAGREES, standing })).to.deep.equal(rest("closed"));
      }
    });

    it("only says so when it was not told to challenge", () => {
      expect(step({ verdict: DISAGREES, policy: { challenger: undefined } })).to.deep.equal(rest("left"));
    });

    it("does not challenge what anybody has disputed, which is frozen anyway", () => {
      const dispute = disputeBy(STRANGER);
      const standing = { frozen: true, dispute };
      expect(step({ verdict: DISAGREES, standing })).to.deep.equal({
        do: "rest",
        action: { kind: "disputed", dispute },
      });
      expect(step({ verdict: DISAGREES, standing: { frozen: true } })).to.deep.equal(rest("frozen"));
    });

    it("knows its own dispute, also when the state file does not", () => {
      const dispute = disputeBy(CHALLENGER);
      const standing = { frozen: true, dispute };
      const expected = { do: "rest", action: { kind: "challenged", dispute } };
      expect(step({ verdict: DISAGREES, standing })).to.deep.equal(expected);
      expect(step({ verdict: DISAGREES, standing, challenge: SIGNED })).to.deep.equal(expected);
    });

    it("does not challenge again what was ruled on", () => {
      const dispute = { ...disputeBy(CHALLENGER), status: "rejected" };
      expect(step({ verdict: DISAGREES, standing: { dispute } })).to.deep.equal({
        do: "rest",
        action: { kind: "challenged", dispute },
      });
    });

    it("goes on with the challenge that was signed, and signs no second one", () => {
      expect(step({ verdict: DISAGREES, challenge: SIGNED })).to.deep.equal({ do: "resume" });
      const before = { judged: "before" as const };
      expect(step({ verdict: DISAGREES, challenge: SIGNED, done: before })).to.deep.equal({ do: "resume" });
    });

    it("tries once a round", () => {
      const attempt = { kind: "failed" as const, reason: "no funds" };
      expect(step({ verdict: DISAGREES, done: { attempt } })).to.deep.equal({ do: "rest", action: attempt });
    });

    it("looks again after a restart, because its own copy may have been put right", () => {
      expect(step({ verdict: DISAGREES, done: { judged: "before" } })).to.deep.equal({ do: "judge" });
      expect(step({ verdict: DISAGREES, done: { judged: "this run" } })).to.deep.equal({ do: "challenge" });
      const tooLate = { now: CLOSES_AT };
      expect(step({ verdict: DISAGREES, standing: tooLate, done: { judged: "before" } })).to.deep.equal(
        rest("closed"),
      );
    });
  });

  context("given a report that cannot be verified", () => {
    it("looks again in every round", () => {
      expect(step({ verdict: MISSING, done: { judged: "this run" } })).to.deep.equal({ do: "judge" });
      expect(step({ verdict: OWN_FAULT, done: { judged: "before" } })).to.deep.equal({ do: "judge" });
    });

    it("challenges it only when told to, and never for a fault of its own", () => {
      expect(step({ verdict: MISSING })).to.deep.equal({ do: "challenge" });
      expect(step({ verdict: MISSING, policy: { challengeMissing: false } })).to.deep.equal(rest("left"));
      expect(step({ verdict: OWN_FAULT })).to.deep.equal(rest("left"));
    });

    it("waits for the data until the reserve of the window is reached", () => {
      const policy = { reserve: 300 };
      expect(step({ verdict: MISSING, policy, standing: { now: 699 } })).to.deep.equal({
        do: "rest",
        action: { kind: "waiting", until: 700 },
      });
      expect(step({ verdict: MISSING, policy, standing: { now: 700 } })).to.deep.equal({ do: "challenge" });
      expect(step({ verdict: DISAGREES, policy, standing: { now: 1 } })).to.deep.equal({ do: "challenge" });
    });
  });
});
