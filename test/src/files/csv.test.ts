import { expect } from "chai";
import fc from "fast-check";

import { bytesToHex } from "../../../src/hex";
import { readCsv } from "../../../src/files/csv";
import { CsvRows } from "../../../src/files/csv-rows";
import { keccak256 } from "../../../src/rewards/tree/keccak256";
import { Workspace } from "../cli/support";

const SEED = 20261125;

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

describe("CsvRows", () => {
  it("hands on every row with the line that it starts on, wherever the bytes are cut", () => {
    const text = 'a,b,c\r\n1,"x, ""y""\nz",3\n\u00e9,,"\u20ac"\r\n"",5,\n';
    const expected = [
      [["1", 'x, "y"\nz', "3"], 2],
      [["\u00e9", "", "\u20ac"], 4],
      [["", "5", ""], 5],
    ];
    for (let size = 1; size <= text.length; size++)
      expect(rowsOf(Buffer.from(text), size)).to.deep.equal(expected);
  });

  it(`reads what a CSV writer writes (seed ${SEED})`, () => {
    const unit = fc.constantFrom("a", "1", ",", '"', "\n", "\r", " ", "\u00e9", "\u{1f4e1}");
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
});

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
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
