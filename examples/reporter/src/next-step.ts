import type { Standing } from "./standing.js";

/** What lies on this machine and in the shared directory, about the epoch that is next. */
export interface Papers {
  contributions: boolean;
  epoch: boolean;
  request: boolean;
  /** This member's signature. */
  signature: boolean;
}

export type Step =
  | { do: "finalize"; epoch: number }
  | { do: "build" | "request" | "sign" | "collect"; epoch: number }
  | { do: "wait"; for: string; until: number | undefined };

/**
 * What to do next. It follows from the chain and from files alone, each of which is written whole or not at all: so a
 * reporter that was stopped anywhere goes on where it was.
 */
export function nextStep({ now, pending, nextEpoch, nextEpochEndsAt }: Standing, papers: Papers): Step {
  if (pending?.frozen) return { do: "wait", for: "the dispute's end", until: undefined };
  if (pending !== undefined) {
    if (now >= pending.finalizableAt) return { do: "finalize", epoch: pending.epoch };
    return {
      do: "wait",
      for: `the challenge window of epoch ${pending.epoch}`,
      until: pending.finalizableAt,
    };
  }
  if (now < nextEpochEndsAt) {
    return { do: "wait", for: `the end of epoch ${nextEpoch}`, until: nextEpochEndsAt };
  }
  if (papers.signature) return { do: "collect", epoch: nextEpoch };
  if (papers.request && papers.epoch) return { do: "sign", epoch: nextEpoch };
  if (papers.epoch) return { do: "request", epoch: nextEpoch };
  if (papers.contributions) return { do: "build", epoch: nextEpoch };
  return { do: "wait", for: `the contributions of epoch ${nextEpoch}`, until: undefined };
}
