import { claimTree } from "opendepin";

console.log(
  claimTree([
    { account: `0x${"a1".repeat(20)}`, cumulative: 1n, devicesRoot: `0x${"00".repeat(32)}` },
  ]).root(),
);
