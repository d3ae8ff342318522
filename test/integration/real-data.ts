import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Real reward data of a live network, kept beside the checkout where it is developed; absent elsewhere. */
const DATA = join(__dirname, "../../../shared/data");

export const contributionsDirectory = join(DATA, "contributions");
export const payoutsDirectory = join(DATA, "payouts");

export function hasRealData(): boolean {
  return existsSync(DATA);
}

/** Rows of a CSV file without quotes, by column name. */
export function readTable(file: string): Record<string, string>[] {
  const [header = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const columns = header.split(",");
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ""]));
  });
}
