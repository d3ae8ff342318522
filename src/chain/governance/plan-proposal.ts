import { type Call, nameOfCall, type PlacedCall } from "../../governance/call";
import { requireHarmless } from "../../governance/dangers";
import { needsTimelock, type Power, powerOf, requireCallable } from "../../governance/power";
import { type RenderedProposal, renderProposal, type TimelockTerms } from "../../governance/render-proposal";
import { refused } from "../refused";
import { readDangerFacts } from "./danger-facts";
import type { GovernedNetwork } from "./network";
import { placeCall } from "./place-call";
import { readGrant } from "./read-grant";
import { tryGovernanceCall } from "./try-call";

/** A proposal that can be sent. */
export interface ProposalPlan extends RenderedProposal {
  calls: PlannedCall[];
  /** Seconds from the queuing to the execution. */
  delaySeconds: number;
  /** What its author should know, one line each. */
  notices: string[];
}

/** A call, and how governance makes it. */
export interface PlannedCall extends PlacedCall {
  power: Power;
  /** Seconds that it must have been announced for, as the chain has it. */
  delaySeconds: number;
}

export interface PlanOptions {
  description: string;
  /** Propose although a call would fail today. */
  skipTrial: boolean;
}

/**
 * Checks calls against the role table, in the file and on chain, and against what they would do, and renders them.
 *
 * @throws OpenDepinError what keeps governance from making a call, in one line.
 */
export async function planProposal(
  network: GovernedNetwork,
  calls: readonly Call[],
  { description, skipTrial }: PlanOptions,
): Promise<ProposalPlan> {
  calls.forEach(requireCallable);
  const placed = await Promise.all(calls.map((call) => placeCall(network, call)));
  const dangers = requireHarmless(placed, await readDangerFacts(network, placed));
  const timelock = await timelockTerms(network, placed);
  const baseDelay = Number(await network.governor.baseDelaySeconds());
  const planned: PlannedCall[] = [];
  const notices = dangers.map(({ call, reason }) => `${call}: ${reason}`);
  for (const call of placed) {
    const power = powerOf(call);
    if (power.kind === "role") {
      const grant = await readGrant(network, call, power);
      planned.push({ ...call, power, delaySeconds: grant.delaySeconds });
      notices.push(...grant.notices);
    } else {
      const delaySeconds = needsTimelock(power) ? timelock.delaySeconds : baseDelay;
      planned.push({ ...call, power, delaySeconds });
    }
  }
  const trials = skipTrial ? [] : await tryAll(network, placed);
  return {
    ...renderProposal(placed, description, timelock),
    calls: planned,
    delaySeconds: Math.max(
      baseDelay,
      ...planned.filter(({ power }) => power.kind === "role").map((call) => call.delaySeconds),
    ),
    notices: [...notices, ...trials],
  };
}

async function timelockTerms(
  { timelock, timelockAddress, governorAddress, authorityAddress }: GovernedNetwork,
  calls: readonly PlacedCall[],
): Promise<TimelockTerms> {
  if (timelock !== undefined && timelockAddress !== undefined)
    return { address: timelockAddress, delaySeconds: Number(await timelock.getMinDelay()) };
  const admin = calls.find((call) => needsTimelock(powerOf(call)));
  // No call asks for it, so that nothing is scheduled with it.
  if (admin === undefined) return { address: governorAddress, delaySeconds: 0 };
  throw refused(
    "TIMELOCK_MISSING",
    `${nameOfCall(admin)} is for the admin of the role table at ${authorityAddress}, which is no timelock of this governor`,
  );
}

/** A call may need one that is made before it: only the first must pass today. */
async function tryAll(network: GovernedNetwork, calls: readonly PlacedCall[]): Promise<string[]> {
  const notices: string[] = [];
  for (const [index, call] of calls.entries()) {
    const trial = await tryGovernanceCall(network, call);
    const name = nameOfCall(call);
    if (trial.kind === "untried") notices.push(`${name}: the node could not try it`);
    if (trial.kind !== "fails") continue;
    if (index === 0) {
      throw refused(
        "TRIAL_FAILED",
        `${name} would fail today: ${trial.reason}; --skip-trial proposes it all the same`,
      );
    }
    notices.push(`${name}: would fail today, unless a call before it helps: ${trial.reason}`);
  }
  return notices;
}
