/** The first place in which a report is not what it should be. */
export interface Finding {
  /** Path in the epoch's directory, or `chain` for what the report on chain states. */
  file: string;
  /** Counted from 1; undefined when it is about the file as a whole. */
  line: number | undefined;
  /** Whose row it is: `account 0x…` or `device 0x…`. */
  subject: string | undefined;
  /** Column, or name of the figure. */
  figure: string | undefined;
  expected: string;
  found: string;
}

/**
 * What a watcher makes of a report.
 *
 * `unverifiable`: it could not be recomputed, because of what was published, or because the watcher has not what it needs
 * itself. `unseen`: it was void before anybody looked.
 */
export type Verdict =
  | { kind: "agrees" }
  | { kind: "disagrees"; finding: Finding }
  | { kind: "unverifiable"; cause: "published" | "own"; reason: string }
  | { kind: "unseen" };
