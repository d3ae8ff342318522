/** Seconds since 1970 as a time that people read, in UTC; far beyond the calendar, the number. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000Z", "Z");
}

const SPANS = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** A span of time in words, in whole units of the largest kind that it has at least two of: "90 minutes". */
export function formatSpan(seconds: number): string {
  const [length, name] = SPANS.find(([unit]) => seconds >= 2 * unit) ?? [1, "second"];
  const count = Math.floor(seconds / length);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
