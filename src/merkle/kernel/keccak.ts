// AssemblyScript, compiled to WebAssembly by scripts/build-kernel.ts: Keccak-256 of two messages at a time.
// A lane is one v128: its low half belongs to the first message, its high half to the second.
// Source: FIPS 202 §3.2 (the permutation), the Keccak submission of 2011 (padding 0x01, as Ethereum has it).

const LANE_BYTES: usize = 16;
const RATE_LANES: usize = 17;
const NODE_BYTES: usize = 32;

/** How many nodes of 32 bytes the staging area holds; a row takes one for each of its words. */
export const STAGE_NODES: i32 = 6144;
/** How many pairs one call of `hashPairs` takes. */
export const MAX_PAIRS: i32 = 3072;

export const STAGE = memory.data(196608, 64);
/** Two u32 a pair: the node of the left child (its sibling follows it), the node that receives their hash. */
export const PAIRS = memory.data(24576, 64);
export const STATE = memory.data(400, 64);

// prettier-ignore
const ROUND_CONSTANTS = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
  0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
  0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
  0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]);
const ROUND_CONSTANTS_END = ROUND_CONSTANTS + 24 * 8;

/** Replaces `count` rows of `rowBytes` at the start of the stage by their leaves, keccak256(keccak256(row)). */
export function hashRows(count: i32, rowBytes: usize): void {
  for (let i = 0; i < count; i += 2) {
    // an odd last row is hashed beside itself
    const j = min(i + 1, count - 1);
    absorbTwo(rowAt(i, rowBytes), rowAt(j, rowBytes), rowBytes / 8);
    permute();
    // the digests are already where the second message belongs
    pad(NODE_BYTES / 8);
    permute();
    squeezeTwo(nodeAt(i), nodeAt(j));
  }
}

/** Hashes `count` pairs of sibling nodes as PAIRS lists them, the smaller of each pair first. */
export function hashPairs(count: i32): void {
  for (let i = 0; i < count; i += 2) {
    const j = min(i + 1, count - 1);
    absorbSorted(nodeAt(pairField(i, 0)), nodeAt(pairField(j, 0)));
    permute();
    squeezeTwo(nodeAt(pairField(i, 4)), nodeAt(pairField(j, 4)));
  }
}

/** Absorbs whole blocks of 136 bytes from the stage into both halves of STATE. */
export function absorbBlocks(count: i32): void {
  let from = STAGE;
  for (let block = 0; block < count; block++) {
    for (let i: usize = 0; i < RATE_LANES; i++) {
      setLane(i, v128.xor(lane(i), v128.load64_splat(from + i * 8)));
    }
    from += RATE_LANES * 8;
    permute();
  }
}

function rowAt(index: i32, rowBytes: usize): usize {
  return STAGE + (index as usize) * rowBytes;
}

function nodeAt(index: i32): usize {
  return STAGE + (index as usize) * NODE_BYTES;
}

function pairField(index: i32, offset: usize): i32 {
  return load<i32>(PAIRS + (index as usize) * 8 + offset);
}

function lane(index: usize): v128 {
  return v128.load(STATE + index * LANE_BYTES);
}

function setLane(index: usize, value: v128): void {
  v128.store(STATE + index * LANE_BYTES, value);
}

/** Starts a state from one message of `words` 64-bit words (an even number) in each half. */
function absorbTwo(first: usize, second: usize, words: usize): void {
  for (let i: usize = 0; i < words; i += 2) absorbWords(i, first + i * 8, second + i * 8);
  pad(words);
}

/** Starts a state from two pairs of siblings, each in ascending order. */
function absorbSorted(first: usize, second: usize): void {
  const swapFirst = siblingSmaller(first);
  const swapSecond = siblingSmaller(second);
  for (let i: usize = 0; i < 8; i += 2) {
    absorbWords(i, first + ((i * 8) ^ swapFirst), second + ((i * 8) ^ swapSecond));
  }
  pad(8);
}

/** 32, the distance between siblings, if the sibling after `node` is the smaller of the two; else 0. */
function siblingSmaller(node: usize): usize {
  const sibling = node + NODE_BYTES;
  const low = i8x16.bitmask(i8x16.ne(v128.load(node), v128.load(sibling)));
  const high = i8x16.bitmask(i8x16.ne(v128.load(node, 16), v128.load(sibling, 16)));
  // the bit of the last byte is always set, so that equal nodes end there
  const firstDifference = ctz<u32>((low as u32) | ((high as u32) << 16) | 0x80000000) as usize;
  return ((load<u8>(sibling + firstDifference) < load<u8>(node + firstDifference)) as usize) * NODE_BYTES;
}

function absorbWords(index: usize, first: usize, second: usize): void {
  const a = v128.load(first);
  const b = v128.load(second);
  setLane(index, v128.shuffle<u64>(a, b, 0, 2));
  setLane(index + 1, v128.shuffle<u64>(a, b, 1, 3));
}

/** Clears the state behind a message of `words` words and pads the message. */
function pad(words: usize): void {
  memory.fill(STATE + words * LANE_BYTES, 0, (25 - words) * LANE_BYTES);
  setLane(words, i64x2.splat(1));
  setLane(RATE_LANES - 1, i64x2.splat(0x8000000000000000));
}

function squeezeTwo(first: usize, second: usize): void {
  for (let i: usize = 0; i < NODE_BYTES / 8; i += 2) {
    const a = lane(i);
    const b = lane(i + 1);
    v128.store(first + i * 8, v128.shuffle<u64>(a, b, 0, 2));
    v128.store(second + i * 8, v128.shuffle<u64>(a, b, 1, 3));
  }
}

function rotate(x: v128, bits: i32): v128 {
  return v128.or(i64x2.shl(x, bits), i64x2.shr_u(x, 64 - bits));
}

function xor5(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  return v128.xor(v128.xor(v128.xor(v128.xor(a, b), c), d), e);
}

function chi(x: v128, next: v128, afterNext: v128): v128 {
  return v128.xor(x, v128.andnot(afterNext, next));
}

// Lanes live in locals, one round a loop: unrolling makes V8 spill more and takes the module over 4 KiB,
// above which browsers have refused to compile synchronously on the main thread.
function permute(): void {
  let a0 = lane(0);
  let a1 = lane(1);
  let a2 = lane(2);
  let a3 = lane(3);
  let a4 = lane(4);
  let a5 = lane(5);
  let a6 = lane(6);
  let a7 = lane(7);
  let a8 = lane(8);
  let a9 = lane(9);
  let a10 = lane(10);
  let a11 = lane(11);
  let a12 = lane(12);
  let a13 = lane(13);
  let a14 = lane(14);
  let a15 = lane(15);
  let a16 = lane(16);
  let a17 = lane(17);
  let a18 = lane(18);
  let a19 = lane(19);
  let a20 = lane(20);
  let a21 = lane(21);
  let a22 = lane(22);
  let a23 = lane(23);
  let a24 = lane(24);

  for (let constant = ROUND_CONSTANTS; constant < ROUND_CONSTANTS_END; constant += 8) {
    const c0 = xor5(a0, a5, a10, a15, a20);
    const c1 = xor5(a1, a6, a11, a16, a21);
    const c2 = xor5(a2, a7, a12, a17, a22);
    const c3 = xor5(a3, a8, a13, a18, a23);
    const c4 = xor5(a4, a9, a14, a19, a24);

    const d0 = v128.xor(c4, rotate(c1, 1));
    const d1 = v128.xor(c0, rotate(c2, 1));
    const d2 = v128.xor(c1, rotate(c3, 1));
    const d3 = v128.xor(c2, rotate(c4, 1));
    const d4 = v128.xor(c3, rotate(c0, 1));

    let b0 = v128.xor(a0, d0);
    let b1 = rotate(v128.xor(a6, d1), 44);
    let b2 = rotate(v128.xor(a12, d2), 43);
    let b3 = rotate(v128.xor(a18, d3), 21);
    let b4 = rotate(v128.xor(a24, d4), 14);
    const e0 = v128.xor(chi(b0, b1, b2), v128.load64_splat(constant));
    const e1 = chi(b1, b2, b3);
    const e2 = chi(b2, b3, b4);
    const e3 = chi(b3, b4, b0);
    const e4 = chi(b4, b0, b1);

    b0 = rotate(v128.xor(a3, d3), 28);
    b1 = rotate(v128.xor(a9, d4), 20);
    b2 = rotate(v128.xor(a10, d0), 3);
    b3 = rotate(v128.xor(a16, d1), 45);
    b4 = rotate(v128.xor(a22, d2), 61);
    const e5 = chi(b0, b1, b2);
    const e6 = chi(b1, b2, b3);
    const e7 = chi(b2, b3, b4);
    const e8 = chi(b3, b4, b0);
    const e9 = chi(b4, b0, b1);

    b0 = rotate(v128.xor(a1, d1), 1);
    b1 = rotate(v128.xor(a7, d2), 6);
    b2 = rotate(v128.xor(a13, d3), 25);
    b3 = rotate(v128.xor(a19, d4), 8);
    b4 = rotate(v128.xor(a20, d0), 18);
    const e10 = chi(b0, b1, b2);
    const e11 = chi(b1, b2, b3);
    const e12 = chi(b2, b3, b4);
    const e13 = chi(b3, b4, b0);
    const e14 = chi(b4, b0, b1);

    b0 = rotate(v128.xor(a4, d4), 27);
    b1 = rotate(v128.xor(a5, d0), 36);
    b2 = rotate(v128.xor(a11, d1), 10);
    b3 = rotate(v128.xor(a17, d2), 15);
    b4 = rotate(v128.xor(a23, d3), 56);
    const e15 = chi(b0, b1, b2);
    const e16 = chi(b1, b2, b3);
    const e17 = chi(b2, b3, b4);
    const e18 = chi(b3, b4, b0);
    const e19 = chi(b4, b0, b1);

    b0 = rotate(v128.xor(a2, d2), 62);
    b1 = rotate(v128.xor(a8, d3), 55);
    b2 = rotate(v128.xor(a14, d4), 39);
    b3 = rotate(v128.xor(a15, d0), 41);
    b4 = rotate(v128.xor(a21, d1), 2);
    const e20 = chi(b0, b1, b2);
    const e21 = chi(b1, b2, b3);
    const e22 = chi(b2, b3, b4);
    const e23 = chi(b3, b4, b0);
    const e24 = chi(b4, b0, b1);

    a0 = e0;
    a1 = e1;
    a2 = e2;
    a3 = e3;
    a4 = e4;
    a5 = e5;
    a6 = e6;
    a7 = e7;
    a8 = e8;
    a9 = e9;
    a10 = e10;
    a11 = e11;
    a12 = e12;
    a13 = e13;
    a14 = e14;
    a15 = e15;
    a16 = e16;
    a17 = e17;
    a18 = e18;
    a19 = e19;
    a20 = e20;
    a21 = e21;
    a22 = e22;
    a23 = e23;
    a24 = e24;
  }

  setLane(0, a0);
  setLane(1, a1);
  setLane(2, a2);
  setLane(3, a3);
  setLane(4, a4);
  setLane(5, a5);
  setLane(6, a6);
  setLane(7, a7);
  setLane(8, a8);
  setLane(9, a9);
  setLane(10, a10);
  setLane(11, a11);
  setLane(12, a12);
  setLane(13, a13);
  setLane(14, a14);
  setLane(15, a15);
  setLane(16, a16);
  setLane(17, a17);
  setLane(18, a18);
  setLane(19, a19);
  setLane(20, a20);
  setLane(21, a21);
  setLane(22, a22);
  setLane(23, a23);
  setLane(24, a24);
}
