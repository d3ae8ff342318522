import type { RowCodec } from "../merkle/rows";
import { readUint256, writeUint256 } from "../merkle/words";

/** A device of a maker's batch. */
export interface BatchRow {
  /** The device's id, from 0 to 2^256 − 1. */
  device: bigint;
  /** What it is, from 1 to 2^32 − 1. */
  kind: number;
}

const MAX_KIND = 2 ** 32 - 1;

export const batchCodec: RowCodec<BatchRow, [string, string]> = {
  types: ["uint256", "uint32"],
  write: ({ device, kind }, target) =>
    isKind(kind)
      ? (writeUint256(device, "device", target, 0) ?? writeUint256(BigInt(kind), "kind", target, 1))
      : `kind must be a whole number from 1 to ${MAX_KIND}, got ${kind}`,
  toTexts: ({ device, kind }) => [device.toString(), kind.toString()],
  fromValues: (values) => {
    const device = readUint256(values[0]);
    const kind = readUint256(values[1]);
    return device === undefined || kind === undefined ? undefined : { device, kind: Number(kind) };
  },
};

function isKind(kind: number): boolean {
  return Number.isInteger(kind) && kind >= 1 && kind <= MAX_KIND;
}
