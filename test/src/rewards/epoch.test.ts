import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import fc from "fast-check";

import { OpenDepinError } from "../../../src/errors";
import { bytesToHex } from "../../../src/hex";
import { AccountAmounts } from "../../../src/rewards/epoch/account-amounts";
import { assembleEpoch, type Epoch } from "../../../src/rewards/epoch/assemble";
import { Contributions } from "../../../src/rewards/epoch/contributions";
import { claimsCsv, rewardsCsv } from "../../../src/rewards/epoch/csv-text";
import { dataHash } from "../../../src/rewards/epoch/data-hash";
import { parseAmount, parseDevice } from "../../../src/rewards/epoch/parse";
import { type EpochReport, parseReport, renderReport } from "../../../src/rewards/epoch/report";
import { newWord, readWord } from "../../../src/flat/word";
import { Ledger, updateLedger } from "../../../src/rewards/ledger";
import { keccak256 } from "../../../src/merkle/keccak256";

const SEED = 20261124;
const ZERO_HASH = `0x${"0".repeat(64)}`;
const HASH = `0x${"ab".repeat(32)}` as const;

const addressOf = (id: number): string => `0x${id.toString(16).padStart(40, "0")}`;

interface Row {
  device: string;
  units: string;
  payee?: string;
}

function contributionsOf(rows: readonly Row[]): Contributions {
  const contributions = new Contributions("contributions.csv");
  rows.forEach((row, index) => {
    contributions.add(row, index + 2);
  });
  return contributions;
}

function epochOf(rows: readonly Row[], budget: bigint, previous = Ledger.empty()): Epoch {
  return assembleEpoch({ earned: { contributions: contributionsOf(rows), budget }, previous });
}

function amountsOf(entries: readonly [string, bigint][]): AccountAmounts {
  const amounts = new AccountAmounts("amounts.csv");
  entries.forEach(([account, amount], index) => {
    amounts.add(account, amount, index + 2);
  });
  return amounts;
}

function textOf(chunks: Iterable<Uint8Array>): string {
  let text = "";
  for (const chunk of chunks) text += Buffer.from(chunk).toString();
  return text;
}

describe("assembleEpoch", () => {
  const rows = [
    { device: addressOf(1), units: "3", payee: addressOf(100) },
    { device: "77", units: "5", payee: addressOf(200) },
    { device: `0x${"0F".repeat(32)}`, units: "1", payee: addressOf(100) },
    { device: addressOf(9), units: "0" },
  ];

  it("gives the roots of OpenZeppelin's tree over the same rows", () => {
    const epoch = epochOf(rows, 1000n);
    const devices = (entries: (bigint | number)[][]): string =>
      StandardMerkleTree.of(entries, ["uint256", "uint256", "uint256"]).root;
    const claims = [
      [addressOf(9), 0n, devices([[9, 0, 0]])],
      [
        addressOf(100),
        444n,
        devices([
          [1, 3, 333],
          [BigInt(`0x${"0f".repeat(32)}`), 1, 111],
        ]),
      ],
      [addressOf(200), 555n, devices([[77, 5, 555]])],
    ];
    expect([...epoch.claims.entries()].map(Object.values)).to.deep.equal(claims);
    expect(epoch.root).to.equal(StandardMerkleTree.of(claims, ["address", "uint256", "bytes32"]).root);
    expect([epoch.total, epoch.increase, epoch.devices?.unallocated]).to.deep.equal([999n, 999n, 1n]);
  });

  it("keeps accounts without devices, with a zero devices root", () => {
    const previous = updateLedger(Ledger.empty(), [{ account: addressOf(300), delta: 4n }]);
    const epoch = epochOf(rows, 1000n, previous);
    expect([...epoch.claims.entries()].at(-1)).to.deep.equal({
      account: addressOf(300),
      cumulative: 4n,
      devicesRoot: ZERO_HASH,
    });
    expect([epoch.total, epoch.increase]).to.deep.equal([1003n, 999n]);
  });

  it("pays payouts as they are and applies corrections after them", () => {
    const previous = updateLedger(Ledger.empty(), [{ account: addressOf(1), delta: 10n }]);
    const earned = amountsOf([[addressOf(2), 5n]]);
    const corrections = amountsOf([
      [addressOf(2), -3n],
      [addressOf(1), -10n],
    ]);
    const epoch = assembleEpoch({ earned, corrections, previous });
    expect([...epoch.claims.entries()].map(({ cumulative }) => cumulative)).to.deep.equal([0n, 2n]);
    expect([epoch.total, epoch.increase, epoch.devices]).to.deep.equal([2n, -8n, undefined]);
  });

  it("names the line of a correction that takes too much", () => {
    const corrections = amountsOf([
      [addressOf(2), 1n],
      [addressOf(3), -1n],
    ]);
    expect(() =>
      assembleEpoch({ earned: amountsOf([[addressOf(1), 1n]]), corrections, previous: Ledger.empty() }),
    )
      .to.throw(OpenDepinError, /^amounts\.csv:3: /)
      .with.property("code", "LEDGER_NEGATIVE");
  });

  it(`conserves the budget, and no order of the rows changes the root (seed ${SEED})`, () => {
    const units = fc.bigInt({ min: 0n, max: 2n ** 90n });
    const generated = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 2 ** 30 }), units, fc.integer({ min: 1, max: 40 })),
      {
        selector: ([device]) => device,
        minLength: 1,
        maxLength: 200,
      },
    );
    const cases = generated
      .filter((entries) => entries.some(([, amount]) => amount > 0n))
      .map((entries) =>
        entries.map(([device, amount, payee]) => ({
          device: addressOf(device),
          units: amount.toString(),
          payee: addressOf(payee),
        })),
      )
      .chain((entries) =>
        fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
      );
    fc.assert(
      fc.property(cases, fc.bigInt({ min: 0n, max: 2n ** 128n }), ([ordered, shuffled], budget) => {
        const epoch = epochOf(ordered, budget);
        expect(epoch.total + (epoch.devices?.unallocated ?? 0n)).to.equal(budget);
        expect(epochOf(shuffled, budget).root).to.equal(epoch.root);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it("holds as many rows as are given, each found again", () => {
    const many = Array.from({ length: 20_000 }, (_, id) => ({
      device: `${id}`,
      units: "1",
      payee: addressOf(1 + (id % 999)),
    }));
    const epoch = epochOf(many, 20_000n);
    expect([epoch.total, epoch.claims.length]).to.deep.equal([20_000n, 999]);
    const lines = textOf(epoch.devices ? rewardsCsv(epoch.devices) : []).split("\n");
    expect(lines).to.have.lengthOf(20_002);
    expect(lines[19_999]).to.equal(`19998,${addressOf(1 + (19_998 % 999))},1,1`);
  });
});

describe("rewardsCsv and claimsCsv", () => {
  it("write devices in the form that they were given in, hex in lower case", () => {
    const word = `0x${"AB".repeat(32)}`;
    const epoch = epochOf(
      [
        { device: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", units: "1", payee: addressOf(1) },
        { device: "340282366920938463463374607431768211456", units: "1", payee: addressOf(1) },
        { device: word, units: "2", payee: addressOf(1) },
      ],
      4n,
    );
    expect(textOf(epoch.devices ? rewardsCsv(epoch.devices) : [])).to.equal(
      "device,payee,units,reward\n" +
        `0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed,${addressOf(1)},1,1\n` +
        `340282366920938463463374607431768211456,${addressOf(1)},1,1\n` +
        `${word.toLowerCase()},${addressOf(1)},2,2\n`,
    );
    const [claim] = epoch.claims.entries();
    expect(textOf(claimsCsv(epoch.claims))).to.equal(
      `account,cumulative,devicesRoot\n${addressOf(1)},4,${claim?.devicesRoot ?? ""}\n`,
    );
  });
});

describe("parseDevice", () => {
  const idOf = (text: string): bigint => {
    const word = newWord();
    word.bytes.fill(255);
    parseDevice(text, word);
    return readWord(word.view, 0);
  };

  it("reads an address, a decimal and a word as the same id", () => {
    expect([addressOf(31), "31", `0x${"1f".padStart(64, "0")}`].map(idOf)).to.deep.equal([31n, 31n, 31n]);
  });

  it("reads the largest id", () => {
    expect(idOf((2n ** 256n - 1n).toString())).to.equal(2n ** 256n - 1n);
  });

  it("accepts an address whose letters are all of one case", () => {
    const lower = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
    expect(idOf(`0x${lower.slice(2).toUpperCase()}`)).to.equal(BigInt(lower));
  });

  for (const text of [
    "",
    " 1",
    "-1",
    "1.5",
    "1e3",
    "01",
    "0x",
    "0x12",
    addressOf(1).slice(2),
    `0X${addressOf(1).slice(2)}`,
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => idOf(text))
        .to.throw(OpenDepinError)
        .with.property("code", "DEVICE_MALFORMED");
    });
  }

  it("refuses an address that fails its checksum", () => {
    expect(() => idOf("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"))
      .to.throw(OpenDepinError)
      .with.property("code", "ADDRESS_CHECKSUM");
  });
});

describe("parseAmount", () => {
  it("reads the largest amount and refuses the next", () => {
    expect(parseAmount((2n ** 256n - 1n).toString(), "units")).to.equal(2n ** 256n - 1n);
    expect(() => parseAmount((2n ** 256n).toString(), "units"))
      .to.throw(OpenDepinError)
      .with.property("code", "NUMBER_TOO_LARGE");
  });
});

describe("dataHash", () => {
  it("is the hash of the sorted checksum list", () => {
    const files = [
      { file: "rewards.csv", keccak256: HASH },
      { file: "claims.csv", keccak256: HASH },
    ];
    const list = `${HASH}  claims.csv\n${HASH}  rewards.csv\n`;
    expect(dataHash(files)).to.equal(bytesToHex(keccak256(Buffer.from(list))));
  });
});

describe("parseReport", () => {
  const report: EpochReport = {
    epoch: 7n,
    root: HASH,
    total: 2n ** 200n,
    increase: -5n,
    dataHash: HASH,
    counts: { devices: 3, payees: 2, accounts: 2 },
    budget: 10n,
    unallocated: 1n,
    files: [{ file: "claims.csv", keccak256: HASH }],
    previous: { path: "../6", epoch: 6n, root: HASH, total: 2n ** 199n },
  };

  it("reads what renderReport writes", () => {
    expect(parseReport(renderReport(report))).to.deep.equal(report);
    const first = { ...report, previous: null, budget: null, unallocated: null };
    expect(parseReport(renderReport(first))).to.deep.equal(first);
  });

  const broken: [string, string, string][] = [
    ["text that is not JSON", "{", "REPORT_MALFORMED"],
    ["another format", renderReport(report).replace("opendepin-epoch", "other"), "REPORT_MALFORMED"],
    ["another version", renderReport(report).replace('"version": 1', '"version": 2'), "REPORT_VERSION"],
    ["a missing field", renderReport(report).replace('"budget"', '"other"'), "REPORT_MALFORMED"],
    ["a hash of another length", renderReport(report).replace(HASH, "0xab"), "REPORT_MALFORMED"],
    ["an amount as a number", renderReport(report).replace('"10"', "10"), "REPORT_MALFORMED"],
    [
      "a file outside of the directory",
      renderReport(report).replace("claims.csv", "../claims.csv"),
      "REPORT_MALFORMED",
    ],
  ];
  for (const [name, text, code] of broken) {
    it(`refuses ${name}`, () => {
      expect(() => parseReport(text))
        .to.throw(OpenDepinError)
        .with.property("code", code);
    });
  }
});
