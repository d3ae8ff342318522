import type { DisputeManager, RewardDistributor } from "../../../typechain-types";
import { EXIT } from "../../errors";
import { noProgress, type Progress } from "../../files/progress";
import type { WatchStore } from "../../files/watch-store";
import {
  advance,
  earlierReports,
  finalBefore,
  isProposed,
  openReports,
  recordOf,
  withRecord,
} from "../../watch/advance";
import { renderEvidence } from "../../watch/evidence";
import { type Attempt, type Done, nextStep, type Policy, type Standing } from "../../watch/next-step";
import { describeNotice, type Notice } from "../../watch/notice";
import type { ProposedReport } from "../../watch/report-event";
import type { ReportRecord, SignedChallenge, WatchState } from "../../watch/watch-state";
import { explainChainError } from "../explain-error";
import { judgeReport, type WatchSources } from "./judge-report";
import { readChain } from "./read-chain";
import { readStanding } from "./read-standing";
import { type ChallengeTerms, deliver, signChallenge } from "./sign-challenge";

/** How long a round waits for its challenge to be in a block; the next round goes on. */
const DELIVERY_MS = 60_000;

export interface WatcherOptions {
  distributor: RewardDistributor;
  /** Says which reports are disputed; undefined when none is known. */
  manager: DisputeManager | undefined;
  sources: WatchSources;
  policy: Policy;
  /** Undefined if it does not challenge. */
  terms: ChallengeTerms | undefined;
  /** Blocks that must follow one before it is read. */
  confirmations: number;
  /** Where it remembers. */
  store: WatchStore;
  /** Hears each line once. */
  announce: (notice: Notice) => void;
  progress?: Progress | undefined;
}

/** Looks after the reports of one distributor. */
export class Watcher {
  /** Reports that were recomputed in this run, and those that it has spoken of. */
  readonly #judged = new Set<string>();
  readonly #announced = new Set<string>();
  readonly #progress: Progress;

  /** @param state What was remembered. */
  constructor(
    private readonly options: WatcherOptions,
    private state: WatchState,
  ) {
    this.#progress = options.progress ?? noProgress;
  }

  /**
   * Does all that can be done now.
   *
   * @returns Whether there is a report, not void, that does not agree.
   * @throws OpenDepinError when the chain does not answer, or the state cannot be written.
   */
  async round(): Promise<boolean> {
    const { distributor, confirmations } = this.options;
    const reading = await readChain(distributor, this.state, confirmations, this.#progress);
    if (reading === undefined) return false;
    await this.#remember(advance(this.state, reading));
    let disagrees = false;
    for (const report of this.#due(reading.openNonce)) {
      if (await this.#lookAfter(report)) disagrees = true;
    }
    return disagrees;
  }

  /** Once a run also the pending report, whatever was made of it before: a run that says nothing tells nothing. */
  #due(openNonce: number): ProposedReport[] {
    const open = openReports(this.state);
    const pending = this.state.events.filter(isProposed).find(({ nonce }) => nonce === openNonce);
    if (pending === undefined || open.includes(pending) || this.#announced.has(keyOf(pending))) return open;
    return [...open, pending];
  }

  async #lookAfter(report: ProposedReport): Promise<boolean> {
    const { distributor, manager, policy } = this.options;
    const isKnown = this.#judged.has(keyOf(report));
    const done: Done = { judged: isKnown ? "this run" : "before", attempt: undefined };
    for (;;) {
      const standing = await readStanding(distributor, manager, report);
      const record = recordOf(this.state.records, report);
      const step = nextStep({ report, record, standing, policy, done });
      if (step.do === "rest") return this.#conclude({ report, record, standing, action: step.action });
      if (step.do === "judge" || record === undefined) {
        await this.#judge(report);
        done.judged = "this round";
      } else if (step.do === "challenge") {
        done.attempt = await this.#challenge(report, record);
      } else {
        done.attempt = await this.#resume(record);
      }
    }
  }

  async #judge(report: ProposedReport): Promise<void> {
    const { sources, store } = this.options;
    const { events, records, chainId, distributor } = this.state;
    const context = { previous: finalBefore(events, report), earlier: earlierReports(events, report) };
    const { verdict, computed } = await judgeReport(report, sources, context, this.#progress);
    const { program } = sources;
    const evidence =
      verdict.kind === "agrees"
        ? undefined
        : await store.saveEvidence(
            renderEvidence({ chainId, distributor, program, report, verdict, computed }),
          );
    this.#judged.add(keyOf(report));
    const before = records.find(({ nonce, root }) => nonce === report.nonce && root === report.root);
    await this.#record({
      ...newRecord(report),
      verdict,
      evidence,
      challenge: before?.challenge,
      shown: recordOf(records, report)?.shown ?? "",
    });
  }

  async #challenge(report: ProposedReport, record: ReportRecord): Promise<Attempt> {
    const { terms } = this.options;
    if (terms === undefined || record.evidence === undefined)
      throw new TypeError("a challenge needs terms and evidence");
    try {
      const challenge = await signChallenge(terms, report, record.evidence);
      await this.#record({ ...record, challenge });
      return (
        (await this.#deliver({ ...record, challenge }, challenge)) ?? failed("its transaction was refused")
      );
    } catch (error) {
      const explained = explainChainError(error);
      if (explained.exitCode === EXIT.network) throw explained;
      return failed(explained.reason);
    }
  }

  /** A challenge that was signed before is sent again as it is; if that can never be in the chain, another one may. */
  async #resume(record: ReportRecord): Promise<Attempt | undefined> {
    const { challenge } = record;
    return challenge && this.#deliver(record, challenge);
  }

  async #deliver(record: ReportRecord, challenge: SignedChallenge): Promise<Attempt | undefined> {
    const { terms } = this.options;
    if (terms === undefined) throw new TypeError("a challenge needs terms");
    const delivery = await deliver(terms.manager, challenge, DELIVERY_MS);
    if (delivery !== "void") return { kind: "sent", transaction: challenge.transaction };
    await this.#record({ ...record, challenge: undefined });
    return undefined;
  }

  async #conclude({
    report,
    record = { ...newRecord(report), verdict: { kind: "unseen" } },
    standing: { status },
    action,
  }: Conclusion): Promise<boolean> {
    const { verdict, evidence } = record;
    const isGood = verdict.kind === "agrees" || verdict.kind === "unseen";
    const notice: Notice = { report, verdict, status, action, evidence };
    const shown = describeNotice(notice);
    const settled = isGood || status !== "pending";
    if (shown !== record.shown || !this.#announced.has(keyOf(report))) this.options.announce(notice);
    this.#announced.add(keyOf(report));
    if (shown !== record.shown || settled !== record.settled)
      await this.#record({ ...record, settled, shown });
    return !isGood && status !== "void";
  }

  async #record(record: ReportRecord): Promise<void> {
    await this.#remember({ ...this.state, records: withRecord(this.state.records, record) });
  }

  async #remember(state: WatchState): Promise<void> {
    await this.options.store.save(state);
    this.state = state;
  }
}

interface Conclusion {
  report: ProposedReport;
  record: ReportRecord | undefined;
  standing: Standing;
  action: Notice["action"];
}

function newRecord({ nonce, root, blockHash }: ProposedReport): Omit<ReportRecord, "verdict"> {
  return { nonce, root, blockHash, evidence: undefined, challenge: undefined, settled: false, shown: "" };
}

/** A report in its place: after a reorganisation it may stand elsewhere, and is looked at again. */
function keyOf({ nonce, blockHash }: ProposedReport): string {
  return `${nonce} ${blockHash}`;
}

function failed(reason: string): Attempt {
  return { kind: "failed", reason };
}
