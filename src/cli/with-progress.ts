import type { Progress } from "../files/progress";
import type { CliIo } from "./context";

const QUIET_MS = 1000;
const REDRAW_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

export interface WithProgressOptions {
  /** Whether the command prints for a machine: then it shows none. */
  json: boolean;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/**
 * Does some work and shows how far it is in a line on stderr, which goes away at the end.
 *
 * Only a person sees it (a TTY, not `--json`), and only when the work takes over a second.
 */
export async function withProgress<T>(
  { stderr }: CliIo,
  { json, now = () => performance.now() }: WithProgressOptions,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const start = now();
  let drawn: { phase: string; time: number } | undefined;
  const draw: Progress = (phase, fraction) => {
    const time = now();
    if (time - start < QUIET_MS || (drawn?.phase === phase && time - drawn.time < REDRAW_MS)) return;
    drawn = { phase, time };
    stderr.write(`${CLEAR_LINE}${phase} ${Math.floor(100 * fraction)}%`);
  };
  try {
    return await work(stderr.isTTY === true && !json ? draw : () => undefined);
  } finally {
    if (drawn) stderr.write(CLEAR_LINE);
  }
}
