const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A span of seconds in words, by its largest unit and the one below: `2 days 3 hours`. */
export function formatDuration(seconds: number): string {
  const first = UNITS.findIndex(([, length]) => seconds >= length);
  if (first < 0) return "0 seconds";
  let rest = seconds;
  const parts = UNITS.slice(first, first + 2).map(([name, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? "" : `${count} ${name}${count === 1 ? "" : "s"}`;
  });
  return parts.filter((part) => part !== "").join(" ");
}
