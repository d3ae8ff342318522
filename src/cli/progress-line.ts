import type { Progress } from "../files/progress.js";
import type { CliIo } from "./context.js";

const QUIET_MS = 1000;
const REDRAW_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

/** A line on a terminal that shows how far a command is, and goes away. */
export interface ProgressLine {
  readonly progress: Progress;
  /** Takes the line away; must be called before anything else is printed. */
  clear(): void;
}

/**
 * Shows progress on stderr, only to a person (a TTY, not `--json`) and only of work that takes over a second.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function progressLine({ stderr }: CliIo, json: boolean, now = () => performance.now()): ProgressLine {
  const start = now();
  let drawn = 0;
  const draw: Progress = (phase, fraction) => {
    const time = now();
    if (time - start < QUIET_MS || time - drawn < REDRAW_MS) return;
    drawn = time;
    stderr.write(`${CLEAR_LINE}${phase} ${Math.floor(100 * fraction)}%`);
  };
  return {
    progress: stderr.isTTY === true && !json ? draw : () => undefined,
    clear: () => {
      if (drawn > 0) stderr.write(CLEAR_LINE);
    },
  };
}
