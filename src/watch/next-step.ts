import type { Address, Hex } from "../hex";
import type { ProposedReport } from "./report-event";
import type { Verdict } from "./verdict";
import type { ReportRecord } from "./watch-state";

/** How a report stands on chain. */
export interface Standing {
  status: "pending" | "final" | "void";
  /** The chain's clock, seconds since 1970. */
  now: number;
  /** Whether it cannot become final, because of an open dispute. */
  frozen: boolean;
  dispute: DisputeOnReport | undefined;
}

export interface DisputeOnReport {
  dispute: number;
  status: string;
  challenger: Address;
}

/** What a watcher was told to do. */
export interface Policy {
  /** Whether it challenges; as whom. */
  challenger: Address | undefined;
  /** Whether it challenges data that is missing or unreadable as well. */
  challengeMissing: boolean;
  /** Seconds of the window that must be left: until then, missing data is waited for. */
  reserve: number;
}

/** What has happened already. */
export interface Done {
  judged: "this round" | "this run" | "before";
  /** What became of a challenge that was sent in this round. */
  attempt: Attempt | undefined;
}

export type Attempt = { kind: "sent"; transaction: Hex } | { kind: "failed"; reason: string };

/** What is done about a report, when nothing is left to do for now. */
export type Action =
  | { kind: "none" }
  /** Not challenged: it was not asked for. */
  | { kind: "left" }
  /** Missing data is waited for, until this second. */
  | { kind: "waiting"; until: number }
  | { kind: "challenged"; dispute: DisputeOnReport }
  /** Somebody else was first. */
  | { kind: "disputed"; dispute: DisputeOnReport }
  /** By a DisputeManager that is not known here. */
  | { kind: "frozen" }
  /** Too late for a challenge. */
  | { kind: "closed" }
  | Attempt;

export type Step = { do: "judge" | "challenge" | "resume" } | { do: "rest"; action: Action };

export interface Situation {
  report: Pick<ProposedReport, "finalizableAt">;
  /** What was made of the report so far. */
  record: Pick<ReportRecord, "verdict" | "challenge"> | undefined;
  standing: Standing;
  policy: Policy;
  done: Done;
}

/** What a watcher does next about a report: looks at it, challenges it, sends a challenge again, or rests. */
export function nextStep(situation: Situation): Step {
  const { record, standing } = situation;
  if (record === undefined) return standing.status === "void" ? rest({ kind: "none" }) : { do: "judge" };
  const { verdict } = record;
  if (verdict.kind === "agrees" || verdict.kind === "unseen") return rest({ kind: "none" });
  if (isWorthAnotherLook(situation, verdict)) return { do: "judge" };
  const obstacle = obstacleOf(situation);
  return obstacle === undefined ? challengeStep(situation, verdict) : rest(obstacle);
}

/** Missing data may have come meanwhile; what differed may have been the watcher's own copy, put right since. */
function isWorthAnotherLook(situation: Situation, { kind }: Verdict): boolean {
  const { record, done } = situation;
  if (record?.challenge !== undefined || obstacleOf(situation) !== undefined) return false;
  return kind === "unverifiable" ? done.judged !== "this round" : done.judged === "before";
}

/** Why the report cannot be challenged. */
function obstacleOf({ report, standing, policy }: Situation): Action | undefined {
  const { status, frozen, dispute, now } = standing;
  if (dispute !== undefined)
    return { kind: dispute.challenger === policy.challenger ? "challenged" : "disputed", dispute };
  if (frozen) return { kind: "frozen" };
  return status !== "pending" || now >= report.finalizableAt ? { kind: "closed" } : undefined;
}

function challengeStep({ report, record, standing, policy, done }: Situation, verdict: Verdict): Step {
  if (!isToChallenge(verdict, policy)) return rest({ kind: "left" });
  const until = report.finalizableAt - policy.reserve;
  if (verdict.kind === "unverifiable" && standing.now < until) return rest({ kind: "waiting", until });
  if (done.attempt !== undefined) return rest(done.attempt);
  return { do: record?.challenge === undefined ? "challenge" : "resume" };
}

function isToChallenge(verdict: Verdict, { challenger, challengeMissing }: Policy): boolean {
  if (challenger === undefined) return false;
  if (verdict.kind !== "unverifiable") return true;
  return verdict.cause === "published" && challengeMissing;
}

function rest(action: Action): Step {
  return { do: "rest", action };
}
