import { kernel } from "./kernel";

/** Keccak-256 of a message that comes in pieces. */
export interface Keccak256Stream {
  /** Takes the next piece, of any length, and returns the stream. */
  update(piece: Uint8Array): Keccak256Stream;
  /** The 32-byte hash of everything taken so far; more may follow. */
  digest(): Uint8Array;
}

const BLOCK_BYTES = 136;
const STATE_BYTES = 400;
const LANE_BYTES = 16;
const DIGEST_WORDS = 4;

/** Starts a Keccak-256 hash (Ethereum's, padded with 0x01) of a message that comes in pieces. */
export function keccak256Stream(): Keccak256Stream {
  const state = new Uint8Array(STATE_BYTES);
  const pending = new Uint8Array(BLOCK_BYTES);
  let pendingBytes = 0;

  const stream: Keccak256Stream = {
    update(piece) {
      let taken = 0;
      if (pendingBytes > 0) {
        taken = Math.min(piece.length, BLOCK_BYTES - pendingBytes);
        pending.set(piece.subarray(0, taken), pendingBytes);
        pendingBytes += taken;
        if (pendingBytes < BLOCK_BYTES) return stream;
        absorb(state, pending);
      }
      const whole = piece.length - ((piece.length - taken) % BLOCK_BYTES);
      absorb(state, piece.subarray(taken, whole));
      pending.set(piece.subarray(whole));
      pendingBytes = piece.length - whole;
      return stream;
    },

    digest() {
      const last = new Uint8Array(BLOCK_BYTES);
      last.set(pending.subarray(0, pendingBytes));
      last[pendingBytes] = 0x01;
      last[BLOCK_BYTES - 1] = (last[BLOCK_BYTES - 1] ?? 0) | 0x80;
      const final = state.slice();
      absorb(final, last);
      return digestOf(final);
    },
  };
  return stream;
}

function absorb(state: Uint8Array, blocks: Uint8Array): void {
  if (blocks.length === 0) return;
  const { stage, state: live, absorbBlocks } = kernel();
  const chunkBytes = stage.length - (stage.length % BLOCK_BYTES);
  live.set(state);
  for (let from = 0; from < blocks.length; from += chunkBytes) {
    const chunk = blocks.subarray(from, from + chunkBytes);
    stage.set(chunk);
    absorbBlocks(chunk.length / BLOCK_BYTES);
  }
  state.set(live);
}

function digestOf(state: Uint8Array): Uint8Array {
  const digest = new Uint8Array(DIGEST_WORDS * 8);
  for (let word = 0; word < DIGEST_WORDS; word++) {
    digest.set(state.subarray(word * LANE_BYTES, word * LANE_BYTES + 8), word * 8);
  }
  return digest;
}
