import type { FileDifference } from "../files/verify-epoch";
import type { Finding } from "./verdict";

const CONTRIBUTIONS = ["device", "units", "payee"];
const AMOUNTS = ["account", "amount"];

/** Columns that are written, or read by the name of the column, in that order. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  "claims.csv": ["account", "cumulative", "devicesRoot"],
  "rewards.csv": ["device", "payee", "units", "reward"],
  "excluded.csv": ["device", "units", "reason"],
  "inputs/devices.csv": ["device", "epoch", "status", "program", "payee", "owner", "kind", "maker"],
  "inputs/contributions.csv": CONTRIBUTIONS,
  "inputs/payouts.csv": AMOUNTS,
};

/** A line that differs, by the row's subject and the first column in which it does. */
export function lineFinding({ file, line, expected, found }: FileDifference): Finding {
  const columns = COLUMNS[file] ?? [];
  const whole: Finding = { file, line, subject: undefined, figure: undefined, expected, found };
  const [wanted, given] = [expected.split(","), found.split(",")];
  if (wanted.length !== columns.length || given.length !== columns.length) return whole;
  const subject = `${columns[0] ?? ""} ${wanted[0] ?? ""}`;
  const at = columns.findIndex((_, column) => wanted[column] !== given[column]);
  // another row altogether: inserted, left out, or out of order
  if (at <= 0) return { ...whole, subject };
  return { ...whole, subject, figure: columns[at], expected: wanted[at] ?? "", found: given[at] ?? "" };
}
