import type { Address, Hex } from "../../hex";
import { encodeRows, type RowCodec } from "../../merkle/rows";
import { readHex, readUint256, writeAddress, writeBytes32, writeUint256 } from "../../merkle/words";

/** What an account is owed: one row of an epoch's tree of claims. */
export interface Claim {
  /** The payee, 20 bytes. */
  account: Address;
  /** All that the account has been owed since the first epoch, in the token's base units; from 0 to 2^256 − 1. */
  cumulative: bigint;
  /** The root of the tree of the account's devices in this epoch; 32 zero bytes if it has none. */
  devicesRoot: Hex;
}

export const claimCodec: RowCodec<Claim> = {
  types: ["address", "uint256", "bytes32"],
  write: (claim, target) =>
    writeAddress(claim.account, "account", target, 0) ??
    writeUint256(claim.cumulative, "cumulative", target, 1) ??
    writeBytes32(claim.devicesRoot, "devicesRoot", target, 2),
  toTexts: ({ account, cumulative, devicesRoot }) => [account, cumulative.toString(), devicesRoot],
  fromValues: (values) => {
    const account = readHex(values[0]);
    const cumulative = readUint256(values[1]);
    const devicesRoot = readHex(values[2]);
    if (account === undefined || cumulative === undefined || devicesRoot === undefined) return undefined;
    return { account, cumulative, devicesRoot };
  },
};

/**
 * Encodes claims as `abi.encode(account, cumulative, devicesRoot)`.
 *
 * @returns 96 bytes a claim, in their order
 * @throws OpenDepinError `TREE_ROW_INVALID` naming the first row that is out of range
 */
export function encodeClaimRows(claims: readonly Claim[]): Uint8Array {
  return encodeRows(claimCodec, claims);
}
