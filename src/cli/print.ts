import type { CliIo, CliOutput } from "./context";

/** One figure of an answer: its name, and its value for people. */
export type Figure = readonly [name: string, value: string | number | bigint];

/** Text from a file as people may see it: a control character, which could command their terminal, as `\x1b`. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Prints figures one a line, the values aligned. */
export function printFigures({ stdout }: CliIo, figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(([name]) => name.length));
  for (const [name, value] of figures) stdout.write(`${name.padEnd(width)}  ${value.toString()}\n`);
}

/** Prints rows under their headings, the columns aligned. */
export function printTable(
  { stdout }: CliIo,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = headings.map((heading, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), heading.length),
  );
  for (const row of [headings, ...rows]) {
    const cells = row.map((cell, column) => printable(cell).padEnd(widths[column] ?? 0));
    stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}

/** Prints one JSON document; bigints become decimal strings, because a JSON number would lose digits. */
export function printJson(output: CliOutput, value: unknown): void {
  const text = JSON.stringify(
    value,
    (_, field: unknown) => (typeof field === "bigint" ? field.toString() : field),
    2,
  );
  output.write(`${text}\n`);
}
