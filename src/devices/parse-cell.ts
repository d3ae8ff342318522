import { OpenDepinError } from "../errors";
import { isCell } from "./is-cell";

const CELL_TEXT = /^(0x)?0?[0-9a-fA-F]{15}$/;

/**
 * Reads the index of an H3 cell.
 *
 * @param text 15 hexadecimal digits as H3's own tools write them, or 16 with the leading zero; `0x` may stand in front
 * @throws OpenDepinError `CELL_INVALID` if it is anything else, or no cell's index
 */
export function parseCell(text: string): bigint {
  const cell = CELL_TEXT.test(text) ? BigInt(text.startsWith("0x") ? text : `0x${text}`) : undefined;
  if (cell === undefined || !isCell(cell)) {
    throw new OpenDepinError(
      "CELL_INVALID",
      `Expected the index of an H3 cell, 15 hexadecimal digits such as 8928308280fffff, got "${text}".`,
    );
  }
  return cell;
}
