import { setTimeout as sleep } from "node:timers/promises";

import { EXIT } from "../../errors";
import { explainChainError } from "../explain-error";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface FollowOptions {
  /** Between two rounds. */
  intervalMs: number;
  /** Ends it. */
  signal?: AbortSignal | undefined;
  /** Hears when the chain stops answering, and when it answers again. */
  warn: (text: string) => void;
  /** Waits; a test's own clock. */
  pause?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/**
 * Repeats a round until it is told to stop. While the chain does not answer it tries again, ever more slowly.
 *
 * @throws whatever a round throws that does not come from the connection.
 */
export async function follow(
  round: () => Promise<unknown>,
  { intervalMs, signal, warn, pause = wait }: FollowOptions,
): Promise<void> {
  let failures = 0;
  while (signal?.aborted !== true) {
    try {
      await round();
      if (failures > 0) warn("the chain answers again");
      failures = 0;
    } catch (error) {
      const explained = explainChainError(error);
      if (explained.exitCode !== EXIT.network) throw explained;
      if (failures === 0) warn(`the chain does not answer, trying again: ${explained.reason}`);
      failures++;
    }
    const pauseMs = failures === 0 ? intervalMs : FIRST_PAUSE_MS * 2 ** (failures - 1);
    await pause(Math.min(pauseMs, failures === 0 ? intervalMs : LONGEST_PAUSE_MS), signal);
  }
}

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
