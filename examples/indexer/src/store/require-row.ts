/** What an earlier event must have written: without it, indexing started too late. */
export function requireRow<Row>(row: Row | null | undefined, what: string): Row {
  if (row !== null && row !== undefined) return row;
  throw new Error(`no event before told of ${what}: set START_BLOCK to the block of the first deployment`);
}
