import { isUtf8 } from "node:buffer";

import { OpenDepinError } from "../errors";

const LONGEST_ROW_BYTES = 1 << 16;
const LINE_FEED = 10;
const BYTE_ORDER_MARK = "\ufeff";
/** A field at the place where the last one ended: quoted, with quotes doubled, or plain. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^"]*?))(?:,|$)/y;

/** Finds columns by name. */
export interface CsvHeader {
  /** Position of a column that must be there. */
  column(name: string): number;
  /** Position of a column, or undefined when the file does not have it. */
  optionalColumn(name: string): number | undefined;
}

/** Takes the fields of a row, as many as the header has, and the line that the row is on. */
export type CsvRowHandler = (fields: readonly string[], line: number) => void;

/** Looks up the columns that it wants and returns what takes the rows. */
export type CsvHeaderHandler = (header: CsvHeader) => CsvRowHandler;

/**
 * Splits the bytes of a CSV file (RFC 4180, UTF-8) into rows, as they come.
 *
 * Stricter than the RFC in one point: a quoted field ends on its line, so that every line is read once, by itself.
 *
 * Written for files of millions of rows: a row without quotes, nearly every one, is split by the engine's own means.
 */
export class CsvRows {
  /** Lines taken so far. */
  #lines = 0;
  /** Start of a line that the next bytes go on with. */
  #tail: Uint8Array = new Uint8Array();
  #width = 0;
  #onRow: CsvRowHandler | undefined;

  constructor(
    private readonly file: string,
    private readonly onHeader: CsvHeaderHandler,
  ) {}

  /** Takes the next bytes; a row is handed on when its line has ended. */
  take(bytes: Buffer): void {
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const whole = Buffer.concat([this.#tail, bytes.subarray(0, end)]);
    this.#tail = end === 0 ? Buffer.concat([whole, bytes]) : bytes.subarray(end);
    if (end > 0) this.#takeLines(whole);
    if (this.#tail.length > LONGEST_ROW_BYTES)
      throw this.#error("CSV_LINE_TOO_LONG", "the line is too long for a row");
  }

  /** Ends the file: checks that it is whole. */
  end(): void {
    if (this.#tail.length > 0) {
      throw this.#error("CSV_TRUNCATED", "the last line has no line end; check whether the file was cut");
    }
    if (this.#lines === 0) throw this.#error("CSV_EMPTY", "the file is empty; expected a header and rows");
    if (this.#lines === 1) throw this.#error("CSV_EMPTY", "there are no rows after the header");
  }

  #takeLines(bytes: Buffer): void {
    if (!isUtf8(bytes)) {
      this.#lines += goodLines(bytes);
      throw this.#error("CSV_ENCODING", "the line is not UTF-8; save the file as UTF-8");
    }
    const lines = bytes.toString("utf8", 0, bytes.length - 1).split("\n");
    for (const line of lines) {
      const row = withoutReturn(line);
      this.#takeRow(row.includes('"') ? this.#quotedFields(row) : row.split(","), this.#lines + 1);
      this.#lines++;
    }
  }

  #quotedFields(row: string): string[] {
    const fields = quotedFields(row);
    if (!fields) throw this.#error("CSV_MALFORMED", quoteProblem(row));
    return fields;
  }

  #takeRow(fields: string[], line: number): void {
    try {
      if (!this.#onRow) this.#takeHeader(fields);
      else if (fields.length === this.#width) this.#onRow(fields, line);
      else throw wrongWidth(fields.length, this.#width);
    } catch (error) {
      throw error instanceof OpenDepinError ? error.at(this.file, line) : error;
    }
  }

  #takeHeader([first = "", ...others]: string[]): void {
    const names = [first.startsWith(BYTE_ORDER_MARK) ? first.slice(1) : first, ...others];
    this.#width = names.length;
    this.#onRow = this.onHeader(headerOf(names));
  }

  /** An error of the line after those taken. */
  #error(code: string, reason: string): OpenDepinError {
    return new OpenDepinError(code, reason, { file: this.file, line: this.#lines + 1 });
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** Fields of a row with quotes; undefined when it is malformed. */
function quotedFields(row: string): string[] | undefined {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (;;) {
    const match = FIELD.exec(row);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (!match[0].endsWith(",")) return fields;
  }
}

/** What is wrong with a malformed row; every field that ends has an even number of quotes. */
function quoteProblem(row: string): string {
  return row.split('"').length % 2 === 0
    ? "the quoted field does not end on its line; write every row on one line and double inner quotes"
    : "a quote stands where none may be; quote whole fields and double inner quotes";
}

/** How many lines are UTF-8 before the first one that is not. */
function goodLines(bytes: Buffer): number {
  let start = 0;
  for (let count = 0; ; count++) {
    const end = bytes.indexOf(LINE_FEED, start) + 1;
    if (end === 0 || !isUtf8(bytes.subarray(start, end))) return count;
    start = end;
  }
}

function headerOf(names: readonly string[]): CsvHeader {
  const optionalColumn = (name: string): number | undefined => {
    const index = names.indexOf(name);
    if (index !== names.lastIndexOf(name)) {
      throw new OpenDepinError("CSV_COLUMN_DUPLICATE", `the column "${name}" is there twice; keep one`);
    }
    return index < 0 ? undefined : index;
  };
  const column = (name: string): number => {
    const index = optionalColumn(name);
    if (index !== undefined) return index;
    const found = names.map((other) => JSON.stringify(other)).join(", ");
    throw new OpenDepinError("CSV_COLUMN_MISSING", `there is no column "${name}"; the header has ${found}`);
  };
  return { column, optionalColumn };
}

function wrongWidth(found: number, width: number): OpenDepinError {
  return new OpenDepinError(
    "CSV_ROW_WIDTH",
    `the row has ${found} of ${width} fields; complete it, or check whether the file was cut`,
  );
}
