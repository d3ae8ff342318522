import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { toBeHex } from "ethers";
import { cellToChildren, getPentagons, getRes0Cells, isPentagon, isValidCell, latLngToCell } from "h3-js";
import { ethers } from "hardhat";

import { type H3CellHarness } from "../../../typechain-types";
import { Random } from "../../helpers/random";

const SEED = 20_260_702;
const RANDOM_CELLS = 1_000;
const RANDOM_WORDS = 4_000;
const RESOLUTIONS = 16;
const BITS = 64;
const CHUNK = 1_500;

const isValidInH3 = (word: bigint): boolean => isValidCell(toBeHex(word, 8).slice(2));

/** A cell of each resolution in turn; every other one is inside a pentagon of a coarser resolution. */
function randomCells(random: Random): bigint[] {
  return Array.from({ length: RANDOM_CELLS }, (_, i) => {
    const resolution = i % RESOLUTIONS;
    const cell = i % 2 === 0 ? anywhere(random, resolution) : inPentagon(random, resolution);
    return BigInt(`0x${cell}`);
  });
}

function anywhere(random: Random, resolution: number): string {
  const latitude = random.below(180_000_000) / 1e6 - 90;
  const longitude = random.below(360_000_000) / 1e6 - 180;
  return latLngToCell(latitude, longitude, resolution);
}

/** Descends from a pentagon, staying with the pentagon for a random while. */
function inPentagon(random: Random, resolution: number): string {
  let cell = random.pick(getPentagons(0));
  for (let depth = 1; depth <= resolution; depth += 1) {
    const children = cellToChildren(cell, depth);
    cell =
      random.below(3) === 0 ? random.pick(children) : (children.find(isPentagon) ?? random.pick(children));
  }
  return cell;
}

function randomWord(random: Random): bigint {
  return (BigInt(random.below(2 ** 32)) << 32n) | BigInt(random.below(2 ** 32));
}

/** A word that only looks like a cell: right mode, then anything. */
function lookalike(random: Random): bigint {
  return (0x08n << 56n) | (randomWord(random) & ((1n << 56n) - 1n));
}

/** The eight digits that may stand at `depth` below a base cell whose digits above are all 0. */
function childrenAt(baseCell: bigint, depth: number): bigint[] {
  const shift = 3n * BigInt(15 - depth);
  const below = (1n << shift) - 1n;
  const head = ((baseCell >> 45n) << 45n) | (BigInt(depth) << 52n) | below;
  return Array.from({ length: 8 }, (_, digit) => head | (BigInt(digit) << shift));
}

describe("H3Cell", () => {
  async function deployHarness() {
    return { harness: await ethers.deployContract("H3CellHarness"), cells: randomCells(new Random(SEED)) };
  }

  /** Compares contract and library word by word, and returns how many of the words are cells. */
  async function expectAgreement(harness: H3CellHarness, words: readonly bigint[]): Promise<number> {
    let cells = 0;
    for (let start = 0; start < words.length; start += CHUNK) {
      const chunk = words.slice(start, start + CHUNK);
      const actual = await harness.areValid(chunk);
      const differing = chunk.filter((word, i) => actual[i] !== isValidInH3(word));
      expect(differing.map((word) => toBeHex(word, 8))).to.deep.equal([]);
      cells += actual.filter(Boolean).length;
    }
    return cells;
  }

  it("refuses what breaks one rule of the index", async () => {
    const { harness } = await loadFixture(deployHarness);
    const cell = BigInt(`0x${latLngToCell(37.77, -122.42, 9)}`);
    const pentagon = BigInt(`0x${getPentagons(1)[0] ?? ""}`);
    const lowestUsedDigit = 3n * 6n;
    const firstDigitOfResolution1 = 3n * 14n;
    const broken = {
      mode: cell ^ (1n << 59n),
      "base cell": cell | (0x7fn << 45n),
      "unused digit": cell ^ 1n,
      "digit of 7": cell | (7n << lowestUsedDigit),
      "direction that a pentagon lacks": pentagon | (1n << firstDigitOfResolution1),
    };
    expect(await expectAgreement(harness, [cell, pentagon, ...Object.values(broken)])).to.equal(2);
  });

  it(`accepts ${RANDOM_CELLS} random cells of all resolutions, half of them inside pentagons (seed ${SEED}) @exhaustive`, async () => {
    const { harness, cells } = await loadFixture(deployHarness);
    expect(await expectAgreement(harness, cells)).to.equal(RANDOM_CELLS);
    expect(cells.filter((cell) => isPentagon(cell.toString(16))).length).to.be.above(50);
  });

  it("accepts all 122 base cells and all pentagons of every resolution", async () => {
    const { harness } = await loadFixture(deployHarness);
    const pentagons = Array.from({ length: RESOLUTIONS }, (_, resolution) => getPentagons(resolution)).flat();
    const cells = [...getRes0Cells(), ...pentagons].map((cell) => BigInt(`0x${cell}`));
    expect(await expectAgreement(harness, cells)).to.equal(122 + 12 * RESOLUTIONS);
  });

  it(`with any one of 64 bits flipped, says of each of those cells what h3-js says (seed ${SEED}) @exhaustive`, async () => {
    const { harness, cells } = await loadFixture(deployHarness);
    const flipped = cells.flatMap((cell) =>
      Array.from({ length: BITS }, (_, bit) => cell ^ (1n << BigInt(bit))),
    );
    const stillCells = await expectAgreement(harness, flipped);
    expect(stillCells).to.be.within(1, flipped.length / 2);
  });

  it("knows the direction that each pentagon lacks, at every depth @exhaustive", async () => {
    const { harness } = await loadFixture(deployHarness);
    const words = getPentagons(0).flatMap((pentagon) =>
      Array.from({ length: RESOLUTIONS - 1 }, (_, depth) => childrenAt(BigInt(`0x${pentagon}`), depth + 1)),
    );
    expect(await expectAgreement(harness, words.flat())).to.equal(12 * 15 * 6);
  });

  it(`says of random words what h3-js says (seed ${SEED}) @exhaustive`, async () => {
    const { harness } = await loadFixture(deployHarness);
    const random = new Random(SEED);
    const words = Array.from({ length: RANDOM_WORDS }, (_, i) =>
      i % 2 === 0 ? randomWord(random) : lookalike(random),
    );
    const edges = [0n, 2n ** 64n - 1n, 0x08n << 56n];
    await expectAgreement(harness, [...words, ...edges]);
  });
});
