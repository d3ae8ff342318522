import { expect } from "chai";
import fc from "fast-check";

import { bytesToHex } from "../../../src/hex";
import { OpenDepinError } from "../../../src/errors";
import { readCsv } from "../../../src/files/csv";
import { CsvRows } from "../../../src/files/csv-rows";
import { keccak256 } from "../../../src/merkle/keccak256";
import { Workspace } from "../cli/support";

const SEED = 20261125;
const CHUNK_BYTES = 1 << 20;
const LARGE_BYTES = 5_000_000;

/** Rows that the reader hands on when the bytes come in pieces of a given size. */
function rowsOf(bytes: Buffer, pieceBytes: number): [string[], number][] {
  const rows: [string[], number][] = [];
  const reader = new CsvRows("file.csv", () => (fields, line) => {
    rows.push([[...fields], line]);
  });
  for (let start = 0; start < bytes.length; start += pieceBytes)
    reader.take(bytes.subarray(start, start + pieceBytes));
  reader.end();
  return rows;
}

/** Place and reason of the error that a file ends in. */
function problemOf(text: string): string {
  try {
    rowsOf(Buffer.from(text), CHUNK_BYTES);
  } catch (error) {
    if (error instanceof OpenDepinError) return error.message;
    throw error;
  }
  return "none";
}

describe("CsvRows", () => {
  it("hands on every row with the line that it is on, wherever the bytes are cut", () => {
    const text = 'a,b,c\r\n1,"x, ""y""",3\n\u00e9,,"\u20ac"\r\n"",5,\n';
    const expected = [
      [["1", 'x, "y"', "3"], 2],
      [["\u00e9", "", "\u20ac"], 3],
      [["", "5", ""], 4],
    ];
    for (let size = 1; size <= text.length; size++)
      expect(rowsOf(Buffer.from(text), size)).to.deep.equal(expected);
  });

  it(`reads what a CSV writer writes (seed ${SEED})`, () => {
    const unit = fc.constantFrom("a", "1", ",", '"', "\r", " ", "\u00e9", "\u{1f4e1}");
    const field = fc.string({ unit, maxLength: 6 });
    const row = fc.array(field, { minLength: 3, maxLength: 3 });
    const rows = fc.array(row, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom("\n", "\r\n"),
        (written, size, lineEnd) => {
          const lines = [["x", "y", "z"], ...written].map((fields) => fields.map(quoted).join(",") + lineEnd);
          const read = rowsOf(Buffer.from(lines.join("")), size).map(([fields]) => fields);
          expect(read).to.deep.equal(written);
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("names the line of a quoted field that does not end on it", () => {
    const expected = /^file\.csv:3: the quoted field does not end on its line; /;
    for (const lineEnd of ["\n", "\r\n"]) {
      const text = ["a,b", '"1",2', '3,"four', 'five"', ""].join(lineEnd);
      expect(problemOf(text)).to.match(expected);
    }
  });

  it("says of a quote within a field what is wrong with it", () => {
    expect(problemOf('a,b\n1,x"y"\n')).to.match(/^file\.csv:2: .*a quote stands where none may be; /);
  });

  it("refuses quoted fields of many lines, 5 MB of them, at the first one", function () {
    this.timeout(10_000);
    const row = `"${"\n".repeat(60_000)}",1\n`;
    const text = `a,b\n${row.repeat(Math.ceil(LARGE_BYTES / row.length))}`;
    expect(problemOf(text)).to.match(/^file\.csv:2: the quoted field does not end on its line; /);
  });

  it("reads 5 MB of quoted fields", function () {
    this.timeout(10_000);
    const row = '"x, ""y""",""\r\n';
    const count = Math.ceil(LARGE_BYTES / row.length);
    const rows = rowsOf(Buffer.from(`a,b\r\n${row.repeat(count)}`), CHUNK_BYTES);
    expect(rows.length).to.equal(count);
    expect(rows.at(-1)).to.deep.equal([['x, "y"', ""], count + 1]);
  });

  it("reads a quoted field of a megabyte", () => {
    const field = '"'.repeat(400_000);
    const text = `a,b\n${quoted(field)},1\n`;
    expect(rowsOf(Buffer.from(text), text.length)).to.deep.equal([[[field, "1"], 2]]);
  });
});

function quoted(field: string): string {
  return /[",\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

describe("readCsv", () => {
  const work = new Workspace();

  it("answers the hash of the file, and copies it byte by byte", async () => {
    const text = `a,b\n${"1,\u00e9\n".repeat(500_000)}`;
    const path = work.write("file.csv", text);
    let rows = 0;
    const fractions: number[] = [];
    const hash = await readCsv(
      { path, copyTo: work.path("copy.csv") },
      () => () => rows++,
      (_, fraction) => fractions.push(fraction),
    );
    expect(rows).to.equal(500_000);
    expect(hash).to.equal(bytesToHex(keccak256(Buffer.from(text))));
    expect(work.read("copy.csv")).to.equal(text);
    expect([fractions.length > 1, fractions.at(-1)]).to.deep.equal([true, 1]);
  });
});
