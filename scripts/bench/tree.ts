import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { Hex } from "../../src/hex";
import { buildTree, type Claim, encodeClaimRows, hashLeaves } from "../../src/rewards/tree";
import { peakMemoryMiB } from "./peak-memory";

const BUILDERS = { opendepin: buildOurs, "@openzeppelin/merkle-tree": buildOpenZeppelin };
type Builder = keyof typeof BUILDERS;

const DEFAULT_LEAVES = 1_000_000;
// at 1,000,000 leaves @openzeppelin/merkle-tree takes minutes
const DEFAULT_OZ_LEAVES = 100_000;
const CHUNK_ROWS = 4096;
const LEAF_TYPES = ["address", "uint256", "bytes32"];

interface Built {
  /** From rows as objects to the root. */
  seconds: number;
  /** The part of it that encodes objects to rows; zero where the builder does not tell it apart. */
  encodeSeconds: number;
  root: string;
}

/** One builder, in its own process. */
export interface TreeMeasurement extends Built {
  builder: Builder;
  leaves: number;
  leavesPerSecond: number;
  peakMiB: number;
}

/** Both builders over the same rows, in the same run. */
export interface TreeBench {
  measurements: TreeMeasurement[];
  /** Leaves a second, ours over theirs, each at its own number of leaves. */
  speedRatio: number;
  /** The same without encoding: what an epoch's build takes, whose rows are encoded as they are read. */
  encodedSpeedRatio: number;
  /** Peak memory, ours over theirs, at the same number of leaves. */
  memoryRatio: number;
  /** Whether both have the same root at the same number of leaves. */
  rootsEqual: boolean;
}

/** Builds `leaves` leaves with ours, and `ozLeaves` with ours and with `@openzeppelin/merkle-tree`. */
export function benchTree({ leaves = DEFAULT_LEAVES, ozLeaves = DEFAULT_OZ_LEAVES } = {}): TreeBench {
  const theirs = measureInChild("@openzeppelin/merkle-tree", ozLeaves);
  const same = measureInChild("opendepin", ozLeaves);
  const ours = leaves === ozLeaves ? same : measureInChild("opendepin", leaves);
  return {
    measurements: ours === same ? [ours, theirs] : [ours, same, theirs],
    speedRatio: ours.leavesPerSecond / theirs.leavesPerSecond,
    encodedSpeedRatio: ours.leaves / (ours.seconds - ours.encodeSeconds) / theirs.leavesPerSecond,
    memoryRatio: same.peakMiB / theirs.peakMiB,
    rootsEqual: same.root === theirs.root,
  };
}

function measureInChild(builder: Builder, leaves: number): TreeMeasurement {
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, __filename, "--builder", builder, "--leaves", String(leaves)],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  if (child.status !== 0) throw new Error(`${builder} failed at ${leaves} leaves.`);
  return JSON.parse(child.stdout) as TreeMeasurement;
}

function measure(builder: Builder, leaves: number): TreeMeasurement {
  const built = BUILDERS[builder](leaves);
  return {
    ...built,
    builder,
    leaves,
    leavesPerSecond: leaves / built.seconds,
    peakMiB: peakMemoryMiB(),
  };
}

/** Rows come in chunks, as they do from a file; making them is outside the clock. */
function buildOurs(count: number): Built {
  const leaves = new Uint8Array(count * 32);
  const clock = { encode: 0, build: 0 };
  for (let start = 0; start < count; start += CHUNK_ROWS) {
    const end = Math.min(count, start + CHUNK_ROWS);
    const claims = Array.from({ length: end - start }, (_, i) => claimAt(start + i));
    const began = performance.now();
    const rows = encodeClaimRows(claims);
    const encoded = performance.now();
    hashLeaves(rows, leaves.subarray(start * 32, end * 32));
    clock.encode += encoded - began;
    clock.build += performance.now() - encoded;
  }
  const began = performance.now();
  const root = buildTree(leaves).root();
  clock.build += performance.now() - began;
  return { seconds: (clock.encode + clock.build) / 1000, encodeSeconds: clock.encode / 1000, root };
}

/** Its API takes all rows at once: making them is outside the clock. */
function buildOpenZeppelin(count: number): Built {
  const rows = Array.from({ length: count }, (_, i) => {
    const { account, cumulative, devicesRoot } = claimAt(i);
    return [account, cumulative, devicesRoot];
  });
  const began = performance.now();
  const { root } = StandardMerkleTree.of(rows, LEAF_TYPES);
  return { seconds: (performance.now() - began) / 1000, encodeSeconds: 0, root };
}

function claimAt(index: number): Claim {
  return {
    account: hexOf(index + 1, 40),
    cumulative: BigInt(index + 1) * 10n ** 18n,
    devicesRoot: hexOf(index * 31, 64),
  };
}

/** Text as a file gives it, in one piece: what is joined from pieces is copied again where it is first read. */
function hexOf(value: number, digits: number): Hex {
  return Buffer.from(`0x${value.toString(16).padStart(digits, "0")}`).toString("latin1") as Hex;
}

export function printTreeBench({
  measurements,
  speedRatio,
  encodedSpeedRatio,
  memoryRatio,
  rootsEqual,
}: TreeBench): void {
  console.log(
    `Reward tree over rows (${LEAF_TYPES.join(", ")}), each builder in its own process, one thread`,
  );
  console.table(
    measurements.map(({ builder, leaves, seconds, encodeSeconds, leavesPerSecond, peakMiB }) => ({
      builder,
      leaves,
      seconds: Number(seconds.toFixed(3)),
      "of it encoding": Number(encodeSeconds.toFixed(3)),
      "leaves a second": Math.round(leavesPerSecond),
      "peak MiB": Math.round(peakMiB),
    })),
  );
  const [ours, theirs] = [measurements[0]?.leaves, measurements.at(-1)?.leaves];
  console.log(`speed a leaf:  ${speedRatio.toFixed(0)} times (ours at ${ours} leaves, theirs at ${theirs})`);
  console.log(`  from encoded rows: ${encodedSpeedRatio.toFixed(0)} times`);
  console.log(`peak memory:   ${(100 * memoryRatio).toFixed(0)} % of theirs (both at ${theirs} leaves)`);
  console.log(`roots:         ${rootsEqual ? "equal" : "DIFFERENT"} (both at ${theirs} leaves)`);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      builder: { type: "string" },
      leaves: { type: "string", default: String(DEFAULT_LEAVES) },
      "oz-leaves": { type: "string", default: String(DEFAULT_OZ_LEAVES) },
      json: { type: "boolean", default: false },
    },
  });
  const leaves = parseCount(values.leaves, "--leaves");
  if (values.builder !== undefined) {
    console.log(JSON.stringify(measure(values.builder as Builder, leaves)));
    return;
  }
  const bench = benchTree({ leaves, ozLeaves: parseCount(values["oz-leaves"], "--oz-leaves") });
  if (values.json) console.log(JSON.stringify(bench, null, 2));
  else printTreeBench(bench);
  if (!bench.rootsEqual) process.exitCode = 1;
}

function parseCount(text: string, option: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Error(`${option} must be a positive integer, got ${text}.`);
  return count;
}

if (require.main === module) main();
