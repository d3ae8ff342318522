import { expect } from "chai";
import { cellToBoundary, getPentagons, getRes0Cells, isValidCell, latLngToCell, cellToChildren } from "h3-js";

import { isCell, parseCell } from "../../../src/devices";
import { Random } from "../../helpers/random";
import { expectError } from "./support";

const SEED = 20_260_730;
const CELLS = 1_000;

function cellOf(text: string): bigint {
  return BigInt(`0x${text}`);
}

function textOf(cell: bigint): string {
  return cell.toString(16);
}

/** Cells all over the globe, of every resolution. */
function randomCells(random: Random): string[] {
  return Array.from({ length: CELLS }, (_, i) =>
    latLngToCell(random.below(180_000) / 1_000 - 90, random.below(360_000) / 1_000 - 180, i % 16),
  );
}

describe(`cells (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const cells = randomCells(random);

  it(`accepts ${CELLS} random cells, the base cells, and the pentagons with their children`, () => {
    const resolutions = Array.from({ length: 16 }, (_, resolution) => resolution);
    const pentagons = resolutions.flatMap((resolution) => getPentagons(resolution));
    const children = getPentagons(3).flatMap((pentagon) => cellToChildren(pentagon, 5));
    for (const cell of [...cells, ...getRes0Cells(), ...pentagons, ...children]) {
      expect(isCell(cellOf(cell)), cell).to.be.true;
    }
  });

  it("agrees with h3-js about every cell with one bit changed", () => {
    let refused = 0;
    for (const cell of [...cells.slice(0, 200), ...getPentagons(2), ...getPentagons(9)]) {
      for (let bit = 0n; bit < 64n; bit++) {
        const changed = cellOf(cell) ^ (1n << bit);
        const isValid = isValidCell(textOf(changed));
        expect(isCell(changed), textOf(changed)).to.equal(isValid);
        if (!isValid) refused++;
      }
    }
    expect(refused).to.be.greaterThan(5_000);
  });

  it("agrees with h3-js about random numbers that begin as cells do", () => {
    for (let i = 0; i < CELLS; i++) {
      const bits = BigInt(random.below(2 ** 26)) * 2n ** 30n + BigInt(random.below(2 ** 30));
      const cell = (8n << 56n) | bits;
      expect(isCell(cell), textOf(cell)).to.equal(isValidCell(textOf(cell)));
    }
  });

  it("refuses the directions that a pentagon lacks", () => {
    const [pentagon = ""] = getPentagons(0);
    const child = (cellOf(pentagon) & ~(15n << 52n) & ~(7n << 42n)) | (1n << 52n);
    expect(isCell(child), "the centre child").to.be.true;
    expect(isCell(child | (1n << 42n)), "the deleted child").to.be.false;
    expect(isCell(child | (2n << 42n)), "another child").to.be.true;
  });

  it("refuses zero, negative numbers and what does not fit 64 bits", () => {
    const cell = cellOf(cells[0] ?? "");
    for (const wrong of [0n, -1n, -cell, cell + 2n ** 64n, 2n ** 64n - 1n]) {
      expect(isCell(wrong), String(wrong)).to.be.false;
    }
  });

  describe("parseCell", () => {
    it("reads what h3-js writes, with or without 0x and the leading zero, in either case", () => {
      for (const cell of cells.slice(0, 50)) {
        expect(cellToBoundary(cell)).to.have.length.at.least(5);
        for (const text of [cell, `0${cell}`, `0x${cell}`, `0x0${cell}`, cell.toUpperCase()]) {
          expect(parseCell(text), text).to.equal(cellOf(cell));
        }
      }
    });

    it("refuses anything else", async () => {
      const [cell = ""] = cells;
      for (const text of [
        "",
        "0x",
        cell.slice(1),
        `1${cell}`,
        `00${cell}`,
        ` ${cell}`,
        "8928308280ffffg",
        "0",
      ]) {
        await expectError(() => parseCell(text), "CELL_INVALID", /Expected the index of an H3 cell/);
      }
    });

    it("refuses digits that are no cell's index", async () => {
      await expectError(() => parseCell("0828308280fffff"), "CELL_INVALID", /got "0828308280fffff"/);
    });
  });
});
