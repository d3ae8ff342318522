import { expect } from "chai";
import hre from "hardhat";

import { type Fields, ParameterError } from "../../deploy/parameter-fields";
import { parseParameters } from "../../deploy/parameters";
import { namedAccounts } from "../../scripts/devnet/accounts";
import { devnetParameters } from "../../scripts/devnet/parameters";

const ACCOUNT = "0x00000000000000000000000000000000000000A1";
const OTHER = "0x00000000000000000000000000000000000000b2";
/** As two people may write it. */
const OTHER_SHOUTED = "0x00000000000000000000000000000000000000B2";

function sound(): Fields {
  return {
    token: { name: "Token", symbol: "TKN", cap: "1000", allocations: [{ account: ACCOUNT, amount: "10" }] },
    emissions: {
      genesis: 1_900_000_000,
      epochLength: 86_400,
      curve: { kind: "halving", initialPerEpoch: "1", halvingEpochs: 10 },
    },
    programs: [{ name: "one", weightBps: 10_000, challengeWindow: 600, reporter: ACCOUNT }],
    devices: { name: "Devices", symbol: "DEV", rotationDelay: 3_600 },
    kinds: [
      {
        name: "Hotspot",
        program: "one",
        category: "Physical",
        open: false,
        requiredBond: "5",
        metadataURI: "",
      },
    ],
    makers: [{ account: ACCOUNT, uri: "https://maker.example", kinds: ["Hotspot"] }],
    staking: { thawPeriod: 88_200, treasury: ACCOUNT, burnBps: 10_000 },
    disputes: {
      maxChallengeWindow: 900,
      rulingPeriod: 900,
      reportBond: "1",
      deviceBond: "1",
      maxPenalty: "1",
      shareBps: 5_000,
    },
    committees: [
      {
        name: "reporters",
        quorum: 2,
        members: [
          { account: ACCOUNT, signer: ACCOUNT, weight: 2 },
          { account: OTHER, signer: OTHER, weight: 1 },
        ],
      },
    ],
    governance: {
      votingDelay: 3_600,
      votingPeriod: 7_200,
      lateQuorumExtension: 7_200,
      baseDelay: 86_400,
      proposalThreshold: "1",
      quorumBps: 3_000,
      quorumFloor: "100",
      timelockDelay: 604_800,
    },
    guardian: ACCOUNT,
    arbiter: ACCOUNT,
  };
}

/** The sound parameters with one value replaced, named by its path. */
function changed(path: string, value: unknown): Fields {
  const fields = sound();
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<Fields>((object, key) => object[key] as Fields, fields);
  parent[last] = value;
  return fields;
}

/** The member of a number; no two share an account. */
function member(_: unknown, index: number): Fields {
  const account = `0x${(index + 1).toString(16).padStart(40, "0")}`;
  return { account, signer: account, weight: 1 };
}

const FAULTS: [path: string, value: unknown, message: RegExp][] = [
  ["token", undefined, /^token must be an object/],
  ["token.name", "", /^token\.name must be a non-empty string/],
  ["token.cap", 1000, /^token\.cap must be a string of digits/],
  ["token.cap", "1e27", /^token\.cap must be a string of digits/],
  ["token.cap", (2n ** 128n).toString(), /^token\.cap must be a string of digits: base units, below 2\^128/],
  ["token.cap", "9", /^token\.allocations sum to 10, above token\.cap 9/],
  ["token.allocations.0.account", "0x12", /^token\.allocations\[0\]\.account must be an address/],
  ["emissions.genesis", 1.5, /^emissions\.genesis must be an integer/],
  ["emissions.epochLength", 59, /^emissions\.epochLength must be an integer from 60 to 31622400/],
  ["emissions.curve.kind", "linear", /^emissions\.curve\.kind must be "halving", "step" or "decay"/],
  ["emissions.curve.halvingEpochs", 0, /^emissions\.curve\.halvingEpochs must be an integer from 1/],
  ["programs", [], /^programs must list 1 to 64 programs, not 0/],
  ["programs.0.name", "two words", /^programs\[0\]\.name must be 1 to 32 letters/],
  ["programs.0.weightBps", 10_001, /^programs\[0\]\.weightBps must be an integer from 0 to 10000/],
  [
    "programs.0.challengeWindow",
    599,
    /^programs\[0\]\.challengeWindow must be an integer from 600 to 2592000/,
  ],
  ["devices", undefined, /^devices must be an object/],
  ["devices.symbol", "", /^devices\.symbol must be a non-empty string/],
  ["devices.rotationDelay", 3_599, /^devices\.rotationDelay must be an integer from 3600 to 2592000/],
  ["kinds", undefined, /^kinds must be a list/],
  ["kinds.0.name", "Hôte", /^kinds\[0\]\.name must be 1 to 64 printable ASCII characters, not "Hôte"/],
  ["kinds.0.name", "x".repeat(65), /^kinds\[0\]\.name must be 1 to 64 printable/],
  ["kinds.0.program", "two", /^kinds\[0\]\.program must be the name of one of programs, not "two"/],
  ["kinds.0.program", 1, /^kinds\[0\]\.program must be the name of one of programs, not 1/],
  ["kinds.0.category", "physical", /^kinds\[0\]\.category must be "Physical" or "Digital"/],
  ["kinds.0.open", "no", /^kinds\[0\]\.open must be true or false/],
  ["kinds.0.requiredBond", 5, /^kinds\[0\]\.requiredBond must be a string of digits/],
  ["kinds.0.metadataURI", undefined, /^kinds\[0\]\.metadataURI must be a string, empty if there is none/],
  ["makers.0.account", "0x12", /^makers\[0\]\.account must be an address/],
  ["makers.0.uri", null, /^makers\[0\]\.uri must be a string/],
  ["makers.0.kinds", ["Dashcam"], /^makers\[0\]\.kinds\[0\] must be the name of one of kinds, not "Dashcam"/],
  ["makers.0.kinds", ["Hotspot", "Hotspot"], /^makers\[0\]\.kinds names a kind twice/],
  ["programs.0.reporter", "0x12", /^programs\[0\]\.reporter must be an address, not zero/],
  [
    "programs.0.reporter",
    "nobody",
    /^programs\[0\]\.reporter must be an address or the name of one of committees, not "nobody"/,
  ],
  ["programs.0.challengeWindow", 901, /^programs\[0\]\.challengeWindow must be at most .*, 900, not 901/],
  ["staking", undefined, /^staking must be an object/],
  ["staking.thawPeriod", 3_599, /^staking\.thawPeriod must be an integer from 3600 to 31622400/],
  ["staking.thawPeriod", 88_199, /^staking\.thawPeriod must be at least 88200, not 88199: /],
  ["staking.treasury", null, /^staking\.treasury must be an address, not zero/],
  ["staking.burnBps", 10_001, /^staking\.burnBps must be an integer from 0 to 10000/],
  ["disputes", [], /^disputes must be an object/],
  [
    "disputes.maxChallengeWindow",
    599,
    /^disputes\.maxChallengeWindow must be an integer from 600 to 2592000/,
  ],
  ["disputes.rulingPeriod", 599, /^disputes\.rulingPeriod must be an integer from 600 to 2592000/],
  ["disputes.rulingPeriod", 901, /^staking\.thawPeriod must be at least 88201, not 88200: /],
  ["disputes.reportBond", "0", /^disputes\.reportBond must not be zero/],
  ["disputes.deviceBond", "0", /^disputes\.deviceBond must not be zero/],
  ["disputes.maxPenalty", "0", /^disputes\.maxPenalty must not be zero/],
  ["disputes.shareBps", 5_001, /^disputes\.shareBps must be an integer from 0 to 5000/],
  ["committees", undefined, /^committees must be a list/],
  ["committees.0.name", "", /^committees\[0\]\.name must be a non-empty string/],
  ["committees.0.name", "the five", /^committees\[0\]\.name must be 1 to 32 letters, digits or underscores/],
  ["committees.0.quorum", 1, /^committees\[0\]\.quorum must be an integer from 2 to 3: more than half/],
  ["committees.0.quorum", 4, /^committees\[0\]\.quorum must be an integer from 2 to 3/],
  ["committees.0.minimumPledge", "0", /^committees\[0\]\.minimumPledge cannot be set: .* seven days' notice/],
  ["committees.0.members", [], /^committees\[0\]\.members must list 1 to 31 members, not 0/],
  ["committees.0.members.1.account", "", /^committees\[0\]\.members\[1\]\.account must be an address/],
  ["committees.0.members.1.account", ACCOUNT, /members\[1\]\.account is that of another member/],
  ["committees.0.members.0.signer", OTHER_SHOUTED, /members\[1\]\.signer is that of another member/],
  [
    "committees.0.members.0.signer",
    `${ACCOUNT}01`,
    /members\[0\]\.signer must be the 20 bytes of a secp256k1/,
  ],
  ["committees.0.members.0.weight", 0, /members\[0\]\.weight must be an integer from 1 to 4294967295/],
  ["committees.0.members.0.weight", 2 ** 32, /members\[0\]\.weight must be an integer from 1 to 4294967295/],
  ["governance", ACCOUNT, /^governance must be an object/],
  ["governance.votingDelay", 3_599, /^governance\.votingDelay must be an integer from 3600 to 2592000/],
  ["governance.votingPeriod", 2_592_001, /^governance\.votingPeriod must be an integer from 3600 to 2592000/],
  ["governance.lateQuorumExtension", 7_201, /^governance\.lateQuorumExtension must be .* from 0 to 7200/],
  ["governance.baseDelay", 86_401, /^governance\.baseDelay must be an integer from 3600 to 86400/],
  ["governance.proposalThreshold", "0", /^governance\.proposalThreshold must not be zero/],
  ["governance.quorumBps", 3_001, /^governance\.quorumBps must be an integer from 100 to 3000/],
  ["governance.quorumFloor", "101", /^governance\.quorumFloor must be at most 100, a tenth of token\.cap/],
  ["governance.timelockDelay", 604_799, /^governance\.timelockDelay must be .* from 604800 to 2592000/],
  ["staking.thawPeriod", 604_800, /^governance\.timelockDelay must be at least 604801, above staking/],
  ["arbiter", undefined, /^arbiter must be an address, not zero/],
  ["guardian", `0x${"0".repeat(40)}`, /^guardian must be an address, not zero/],
];

describe("Network parameters", () => {
  for (const [path, value, message] of FAULTS) {
    it(`refuses ${path} = ${value === undefined ? "nothing" : JSON.stringify(value)}, naming it`, () => {
      expect(() => parseParameters(changed(path, value))).to.throw(ParameterError, message);
    });
  }

  it("refuses programs whose weights exceed the whole, or that share a name", () => {
    const [program] = sound()["programs"] as Fields[];
    const second = { ...program, name: "two", weightBps: 1 };
    expect(() => parseParameters({ ...sound(), programs: [program, second] })).to.throw(/sum to 10001 bps/);
    expect(() =>
      parseParameters({
        ...sound(),
        programs: [
          { ...program, weightBps: 1 },
          { ...second, name: "one" },
        ],
      }),
    ).to.throw(/the same name/);
  });

  it("refuses kinds that share a name", () => {
    const [kind] = sound()["kinds"] as Fields[];
    expect(() => parseParameters({ ...sound(), kinds: [kind, kind] })).to.throw(
      ParameterError,
      /^kinds: two kinds have the same name/,
    );
  });

  it("refuses committees that share a name", () => {
    const [committee] = sound()["committees"] as Fields[];
    expect(() => parseParameters({ ...sound(), committees: [committee, committee] })).to.throw(
      ParameterError,
      /^committees: two committees have the same name/,
    );
  });

  it("refuses a committee of 32 members", () => {
    const members = Array.from({ length: 32 }, member);
    expect(() => parseParameters(changed("committees.0.members", members))).to.throw(
      ParameterError,
      /^committees\[0\]\.members must list 1 to 31 members, not 32/,
    );
  });

  it("takes committees of up to 31 members, with any quorum from a majority to all", () => {
    const members = Array.from({ length: 31 }, member);
    for (const quorum of [16, 31]) {
      const { committees } = parseParameters(changed("committees", [{ name: "large", quorum, members }]));
      expect(committees).to.deep.equal([{ name: "large", quorum, members }]);
    }
  });

  it("knows a reporter that is a committee from one that is an account", () => {
    expect(parseParameters(sound()).programs[0]?.reporter).to.deep.equal({
      kind: "account",
      address: ACCOUNT,
    });
    const { programs } = parseParameters(changed("programs.0.reporter", "reporters"));
    expect(programs[0]?.reporter).to.deep.equal({ kind: "committee", name: "reporters" });
  });

  it("replaces the names of programs and kinds by their ids", () => {
    const { kinds, makers } = parseParameters(sound());
    expect(kinds).to.deep.equal([
      {
        name: "Hotspot",
        program: 1,
        category: "Physical",
        open: false,
        requiredBond: 5n,
        metadataURI: "",
      },
    ]);
    expect(makers).to.deep.equal([{ account: ACCOUNT, uri: "https://maker.example", kinds: [1] }]);
  });

  it("reads each kind of curve", () => {
    const step = { kind: "step", steps: [{ fromEpoch: 0, perEpoch: "5" }] };
    expect(parseParameters(changed("emissions.curve", step)).emissions.curve).to.deep.equal({
      kind: "step",
      steps: [{ fromEpoch: 0, perEpoch: 5n }],
    });
    const decay = { kind: "decay", total: "100", halfLifeEpochs: 4 };
    expect(parseParameters(changed("emissions.curve", decay)).emissions.curve).to.deep.equal({
      kind: "decay",
      total: 100n,
      halfLifeEpochs: 4,
    });
  });

  it("reads the devnet's file", () => {
    const { programs, kinds, makers, committees } = devnetParameters(namedAccounts(hre));
    expect(programs.map(({ name }) => name)).to.deep.equal(["coverage", "mapping"]);
    expect(kinds.map(({ program, category, open }) => [program, category, open])).to.deep.equal([
      [1, "Physical", false],
      [1, "Physical", false],
      [1, "Digital", false],
      [1, "Digital", true],
      [1, "Digital", true],
      [2, "Physical", true],
    ]);
    expect(makers.map((maker) => maker.kinds)).to.deep.equal([[1], [1, 2], [3, 4]]);
    expect(committees.map(({ quorum, members }) => [quorum, members.length])).to.deep.equal([[3, 5]]);
  });
});
