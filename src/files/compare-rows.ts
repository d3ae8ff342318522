import type { Finding } from "../watch/verdict";
import { readCsv } from "./csv";
import { KeyedTable, type TableColumns } from "./keyed-table";
import type { Progress } from "./progress";

/** Two files that should have the same rows. */
export interface RowsToCompare {
  /** The one that is right. */
  own: string;
  /** The one that is compared with it, and how a finding calls it. */
  published: string;
  file: string;
}

const NO_ROW = "no row";

/**
 * Compares two CSV files row by row, by the key of each, in whatever order; other columns do not count.
 *
 * @returns The first row of the published file that differs, else the first one that it lacks.
 * @throws OpenDepinError what reading them throws.
 */
export async function compareRows(
  { own, published, file }: RowsToCompare,
  columns: TableColumns,
  progress: Progress,
): Promise<Finding | undefined> {
  const table = await readTable(own, columns, progress);
  const seen = new Uint8Array(table.length);
  let finding: Finding | undefined;
  await readCsv(
    { path: published },
    (header) => {
      const split = table.reader(header);
      return (fields, line) => {
        if (finding !== undefined) return;
        const [key, values] = split(fields);
        const row = table.find(key);
        const place = { file, line, subject: `${columns.key} ${key}` };
        if (row < 0) finding = { ...place, figure: undefined, expected: NO_ROW, found: rowText(values) };
        else if (seen[row] === 1) {
          finding = { ...place, figure: undefined, expected: "one row", found: "a second one" };
        } else {
          seen[row] = 1;
          const at = table.firstDifference(row, values);
          if (at < 0) return;
          const expected = table.valueAt(row, at);
          finding = { ...place, figure: columns.values[at], expected, found: values[at] ?? "" };
        }
      };
    },
    progress,
  );
  return finding ?? missingRow(table, seen, file, columns);
}

async function readTable(path: string, columns: TableColumns, progress: Progress): Promise<KeyedTable> {
  const table = new KeyedTable(columns);
  await readCsv(
    { path },
    (header) => {
      const split = table.reader(header);
      return (fields, line) => {
        table.add(...split(fields), line);
      };
    },
    progress,
  );
  return table;
}

function missingRow(
  table: KeyedTable,
  seen: Uint8Array,
  file: string,
  { key: column, values }: TableColumns,
): Finding | undefined {
  const row = seen.indexOf(0);
  if (row < 0) return undefined;
  const expected = rowText(values.map((_, at) => table.valueAt(row, at)));
  const subject = `${column} ${table.keyAt(row)}`;
  return { file, line: undefined, subject, figure: undefined, expected, found: NO_ROW };
}

function rowText(values: readonly string[]): string {
  return values.filter((value) => value !== "").join(",");
}
