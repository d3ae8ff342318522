import { concatBytes } from "../bytes";

/** The types of DER values that private keys are made of. Source: ITU-T X.690. */
export const DER = { integer: 0x02, octets: 0x04, object: 0x06, sequence: 0x30, first: 0xa0 } as const;

/** A DER value: what it is, and its content. */
export interface DerValue {
  tag: number;
  content: Uint8Array;
}

const LONG_LENGTH = 0x80;
const MAX_LENGTH_BYTES = 2;

/** Reads the values that stand beside one another; undefined if the bytes are not made of whole values. */
export function readDer(bytes: Uint8Array): DerValue[] | undefined {
  const values: DerValue[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const [tag, first] = rest;
    if (tag === undefined || first === undefined) return undefined;
    const lengthBytes = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
    if (lengthBytes > MAX_LENGTH_BYTES || first === LONG_LENGTH) return undefined;
    const start = 2 + lengthBytes;
    const length =
      lengthBytes === 0 ? first : rest.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    if (rest.length < start + length) return undefined;
    values.push({ tag, content: rest.subarray(start, start + length) });
    rest = rest.subarray(start + length);
  }
  return values;
}

/** Writes a value of at most 127 bytes. */
export function writeDer(tag: number, ...content: Uint8Array[]): Uint8Array {
  const bytes = concatBytes(content);
  return concatBytes([Uint8Array.of(tag, bytes.length), bytes]);
}
