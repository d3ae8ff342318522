import { expect } from "chai";
import { Interface } from "ethers";

import { addressWord, encodeCall, uintWord } from "../../../src/devnet/call-contract";
import { authorityOf, isLoopback } from "../../../src/devnet/hosts";
import { parseAmount, parseRecipient } from "../../../src/devnet/operations/faucet";
import { parseDuration } from "../../../src/devnet/operations/warp";

const ACCOUNT = "0xAbCdEf0123456789aBcDeF0123456789AbCdEf01";

describe("values of the devnet's commands", () => {
  const durations: [text: string, seconds: number][] = [
    ["90s", 90],
    ["10m", 600],
    ["2h", 7_200],
    ["1d", 86_400],
    ["2w", 1_209_600],
  ];
  for (const [text, seconds] of durations) {
    it(`reads ${text} as ${seconds} seconds`, () => {
      expect(parseDuration(text)).to.equal(seconds);
    });
  }

  for (const text of ["", "0s", "1", "h", "-1h", "1.5h", "1h ", "1y", "9999999s"]) {
    it(`refuses "${text}" as a duration`, () => {
      expect(() => parseDuration(text)).to.throw(`not "${text}"`);
    });
  }

  const amounts: [text: string, baseUnits: bigint][] = [
    ["1", 10n ** 18n],
    ["0.5", 5n * 10n ** 17n],
    ["100.000000000000000001", 100n * 10n ** 18n + 1n],
    ["000000000001", 10n ** 18n],
  ];
  for (const [text, baseUnits] of amounts) {
    it(`reads ${text} as ${baseUnits} base units`, () => {
      expect(parseAmount(text)).to.equal(baseUnits);
    });
  }

  for (const text of [
    "",
    "0",
    "0.0",
    "-1",
    ".5",
    "1.",
    "1e3",
    "0x10",
    "1.0000000000000000001",
    "1000000000001",
  ]) {
    it(`refuses "${text}" as an amount`, () => {
      expect(() => parseAmount(text)).to.throw(`not "${text}"`);
    });
  }

  it("refuses what is no address", () => {
    expect(parseRecipient(ACCOUNT)).to.equal(ACCOUNT);
    for (const text of ["", "0x", ACCOUNT.slice(1), `${ACCOUNT}0`, "alice"]) {
      expect(() => parseRecipient(text)).to.throw("0x and 40 hexadecimal digits");
    }
  });

  it("encodes calls as ethers does", () => {
    const transfer = new Interface(["function transfer(address,uint256)"]);
    expect(encodeCall("transfer(address,uint256)", [addressWord(ACCOUNT), uintWord(7n)])).to.equal(
      transfer.encodeFunctionData("transfer", [ACCOUNT.toLowerCase(), 7n]),
    );
  });

  it("knows which hosts are this machine alone", () => {
    for (const host of ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"]) {
      expect(isLoopback(host), host).to.equal(true);
    }
    for (const host of [
      "0.0.0.0",
      "::",
      "10.0.0.1",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "",
    ]) {
      expect(isLoopback(host), host).to.equal(false);
    }
  });

  it("says where this machine reaches what listens everywhere", () => {
    expect([authorityOf("0.0.0.0", 1), authorityOf("::", 2), authorityOf("10.0.0.1", 3)]).to.deep.equal([
      "127.0.0.1:1",
      "[::1]:2",
      "10.0.0.1:3",
    ]);
  });
});
