import { readFileSync } from "node:fs";

/**
 * The most memory that this process has held, in MiB. Linux hands the figure that `getrusage` gives from a parent down
 * to the program it starts, so that a small program started by a large one would look large: its own is in /proc.
 */
export function peakMemoryMiB(): number {
  const own = process.platform === "linux" ? /^VmHWM:\s+(\d+) kB$/m.exec(status())?.[1] : undefined;
  return Number(own ?? process.resourceUsage().maxRSS) / 1024;
}

function status(): string {
  return readFileSync("/proc/self/status", "utf8");
}
