import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";

import { CsvError, parse } from "csv-parse";

import { OpenDepinError } from "../errors";
import { bytesToHex, type Hex } from "../hex";
import { keccak256Stream } from "../rewards/tree/keccak256-stream";
import { fileError } from "./file-error";
import { noProgress, type Progress } from "./progress";

const CHUNK_BYTES = 1 << 20;
const LONGEST_ROW_BYTES = 1 << 16;
const LINE_FEED = 10;
const QUOTE = 34;

/** A CSV file to read. */
export interface CsvSource {
  path: string;
  /** Where the same bytes are written while they are read. */
  copyTo?: string | undefined;
}

/** Finds columns by name. */
export interface CsvHeader {
  /** Position of a column that must be there. */
  column(name: string): number;
  /** Position of a column, or undefined when the file does not have it. */
  optionalColumn(name: string): number | undefined;
}

/** Takes the fields of a row, as many as the header has, and the line that the row starts on. */
export type CsvRowHandler = (fields: readonly string[], line: number) => void;

/**
 * Reads a CSV file row by row: UTF-8 with or without a byte order mark, LF or CRLF, quoted fields, a header.
 *
 * It is strict where a file may have been cut or mangled on its way: the last line must end, every row must have as
 * many fields as the header, and there must be at least one row.
 *
 * @param onHeader Looks up the columns that it wants and returns what takes the rows.
 * @returns keccak256 of the file's bytes.
 * @throws OpenDepinError with file and line: what is wrong with the file, or what the row handler threw.
 */
export async function readCsv(
  source: CsvSource,
  onHeader: (header: CsvHeader) => CsvRowHandler,
  progress: Progress = noProgress,
): Promise<Hex> {
  const bytes = new CsvBytes(source, progress);
  const parser = parse({
    bom: true,
    max_record_size: LONGEST_ROW_BYTES,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
  });
  try {
    await pipeline(bytes.read(), parser, (records: AsyncIterable<string[]>) =>
      readRecords(source.path, records, bytes, onHeader),
    );
  } catch (error) {
    throw csvError(source.path, error);
  }
  return bytes.keccak256();
}

async function readRecords(
  file: string,
  records: AsyncIterable<string[]>,
  bytes: CsvBytes,
  onHeader: (header: CsvHeader) => CsvRowHandler,
): Promise<void> {
  let line = 1;
  let width = 0;
  let onRow: CsvRowHandler | undefined;
  for await (const fields of records) {
    if (onRow) takeRow(file, fields, line, width, onRow);
    else {
      onRow = onHeader(new Header(file, fields));
      width = fields.length;
    }
    line += 1 + (bytes.hasQuotes ? lineFeedsIn(fields) : 0);
  }
  if (!onRow)
    throw new OpenDepinError("CSV_EMPTY", "the file is empty; expected a header and rows", { file, line });
  if (line === 2) throw new OpenDepinError("CSV_EMPTY", "there are no rows after the header", { file, line });
}

function takeRow(file: string, fields: string[], line: number, width: number, onRow: CsvRowHandler): void {
  if (fields.length !== width) {
    const reason = `the row has ${fields.length} of ${width} fields; complete it, or check whether the file was cut`;
    throw new OpenDepinError("CSV_ROW_WIDTH", reason, { file, line });
  }
  try {
    onRow(fields, line);
  } catch (error) {
    throw error instanceof OpenDepinError ? error.at(file, line) : error;
  }
}

function lineFeedsIn(fields: readonly string[]): number {
  return fields.reduce((count, field) => count + field.split("\n").length - 1, 0);
}

class Header implements CsvHeader {
  constructor(
    private readonly file: string,
    private readonly names: readonly string[],
  ) {}

  column(name: string): number {
    const index = this.optionalColumn(name);
    if (index !== undefined) return index;
    const found = this.names.map((column) => JSON.stringify(column)).join(", ");
    throw this.#error("CSV_COLUMN_MISSING", `there is no column "${name}"; the header has ${found}`);
  }

  optionalColumn(name: string): number | undefined {
    const index = this.names.indexOf(name);
    if (index !== this.names.lastIndexOf(name)) {
      throw this.#error("CSV_COLUMN_DUPLICATE", `the column "${name}" is there twice; keep one`);
    }
    return index < 0 ? undefined : index;
  }

  #error(code: string, reason: string): OpenDepinError {
    return new OpenDepinError(code, reason, { file: this.file, line: 1 });
  }
}

/** The bytes of a file on their way to the parser: hashed, copied, and checked for what a parser lets through. */
class CsvBytes {
  hasQuotes = false;
  readonly #hash = keccak256Stream();
  #line = 1;
  /** Start of a line that the next chunk goes on with. */
  #tail: Uint8Array = new Uint8Array();

  constructor(
    private readonly source: CsvSource,
    private readonly progress: Progress,
  ) {}

  keccak256(): Hex {
    return bytesToHex(this.#hash.digest());
  }

  async *read(): AsyncGenerator<Buffer, void, undefined> {
    const { path, copyTo } = this.source;
    const { size } = await stat(path);
    const copy = copyTo === undefined ? undefined : await open(copyTo, "wx");
    try {
      let done = 0;
      for await (const chunk of createReadStream(path, {
        highWaterMark: CHUNK_BYTES,
      }) as AsyncIterable<Buffer>) {
        await this.#take(chunk, copy);
        yield chunk;
        done += chunk.length;
        this.progress(`reading ${basename(path)}`, done / size);
      }
    } finally {
      await copy?.close();
    }
    if (this.#tail.length > 0) {
      throw this.#error("CSV_TRUNCATED", "the last line has no line end; check whether the file was cut");
    }
  }

  async #take(chunk: Buffer, copy: FileHandle | undefined): Promise<void> {
    const written = copy?.appendFile(chunk);
    this.#hash.update(chunk);
    this.hasQuotes ||= chunk.includes(QUOTE);
    this.#checkLines(Buffer.concat([this.#tail, chunk]));
    await written;
  }

  /** Checks whole lines only, because a chunk may end within a character. */
  #checkLines(bytes: Buffer): void {
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const lines = bytes.subarray(0, end);
    if (!isUtf8(lines)) {
      this.#line += lineFeedsBefore(lines, notUtf8At(lines));
      throw this.#error("CSV_ENCODING", "the line is not UTF-8; save the file as UTF-8");
    }
    this.#line += lineFeedsBefore(lines, end);
    this.#tail = bytes.subarray(end);
    if (this.#tail.length > LONGEST_ROW_BYTES)
      throw this.#error("CSV_LINE_TOO_LONG", "the line is too long for a row");
  }

  #error(code: string, reason: string): OpenDepinError {
    return new OpenDepinError(code, reason, { file: this.source.path, line: this.#line });
  }
}

function lineFeedsBefore(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < end; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

/** Start of the first line that is not UTF-8. */
function notUtf8At(lines: Buffer): number {
  let start = 0;
  for (;;) {
    const end = lines.indexOf(LINE_FEED, start) + 1;
    if (end === 0 || !isUtf8(lines.subarray(start, end))) return start;
    start = end;
  }
}

function csvError(path: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return fileError(path, error);
  const line = typeof error["lines"] === "number" ? error["lines"] : undefined;
  const reason = `the row cannot be read as CSV: ${error.message.replaceAll("\n", " ")}`;
  return new OpenDepinError("CSV_MALFORMED", reason, { file: path, line, cause: error });
}
