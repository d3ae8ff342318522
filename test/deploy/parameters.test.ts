import { join } from "node:path";

import { expect } from "chai";

import { type Fields, ParameterError } from "../../deploy/parameter-fields";
import { parseParameters, readParameters } from "../../deploy/parameters";

const ACCOUNT = "0x00000000000000000000000000000000000000A1";

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
    governance: ACCOUNT,
    guardian: ACCOUNT,
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
    const file = join(__dirname, "../../deploy/parameters/devnet.json5");
    const parameters = readParameters(file, (fields) => ({
      ...fields,
      governance: ACCOUNT,
      guardian: ACCOUNT,
      emissions: { ...(fields["emissions"] as Fields), genesis: 1_900_000_000 },
      programs: (fields["programs"] as Fields[]).map((program) => ({ ...program, reporter: ACCOUNT })),
      makers: (fields["makers"] as Fields[]).map((maker) => ({ ...maker, account: ACCOUNT })),
    }));
    expect(parameters.programs.map(({ name }) => name)).to.deep.equal(["coverage"]);
    expect(parameters.kinds.map(({ category, open }) => [category, open])).to.deep.equal([
      ["Physical", false],
      ["Physical", false],
      ["Digital", false],
      ["Digital", true],
      ["Digital", true],
    ]);
    expect(parameters.makers.map(({ kinds }) => kinds)).to.deep.equal([[1], [1, 2], [3, 4]]);
  });
});
