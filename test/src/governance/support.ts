import { expect } from "chai";
import { toBeHex } from "ethers";

import { OpenDepinError } from "../../../src/errors";
import { callFromText, dataOf, type PlacedCall } from "../../../src/governance/call";
import { anyContract } from "../../../src/governance/place";
import { SUITE_CONTRACTS } from "../../../src/governance/suite";
import type { Address } from "../../../src/hex";

/** An address for each contract of the suite. */
export function addressOf(contract: (typeof SUITE_CONTRACTS)[number]): Address {
  return toBeHex(0xc0 + SUITE_CONTRACTS.indexOf(contract), 20) as Address;
}

/** A call as the command line has it, at the contract's address. */
export function placed(text: string, ...args: string[]): PlacedCall {
  const call = callFromText(text, args, anyContract);
  return { ...call, target: addressOf(call.place.contract), data: dataOf(call) };
}

/** The error that something must throw. */
export function errorOf(run: () => unknown): { code: string; reason: string } {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(OpenDepinError);
    const { code, reason } = error as OpenDepinError;
    expect(reason).not.to.contain("\n");
    return { code, reason };
  }
  throw new Error("nothing was refused");
}
