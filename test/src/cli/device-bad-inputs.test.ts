import { existsSync, readdirSync } from "node:fs";

import { expect } from "chai";
import { id, Wallet } from "ethers";

import { runCli, Workspace } from "./support";

const A = "0x00000000000000000000000000000000000000aa";
const ZERO = `0x${"0".repeat(40)}`;
const WRONG_CHECKSUM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD";
const DEVICE = id("a device");
const HASH = id("a hash");
/** Nothing is asked of a chain before the rest of the command line makes sense. */
const RPC = ["--rpc", "http://127.0.0.1:1"];
const OFFLINE = ["--chain-id", "4242", "--registry", A, "--nonce", "0"];

const CONSENT = {
  format: "opendepin-consent",
  version: 1,
  type: "DeviceOnboarding",
  chainId: 4242,
  registry: A,
  device: DEVICE,
  owner: A,
  kind: 1,
  maker: 0,
  nonce: 0,
  deadline: 1_900_000_000,
  signer: A,
  signature: "0x00",
};
const ATTESTATION = {
  format: "opendepin-attestation",
  version: 1,
  device: DEVICE,
  kind: 1,
  maker: 1,
  expiry: 0,
  signer: "0x",
  signature: "0x",
  proof: [HASH],
};

type Case = [name: string, argv: string[], message: RegExp];

const COMMAND_LINES: Case[] = [
  ["keygen without a type", ["keygen", "--out", "x"], /--type <type>/],
  [
    "keygen of another curve",
    ["keygen", "--type", "ed25519", "--out", "x"],
    /Allowed choices are p256, secp256k1/,
  ],
  ["keygen without a file", ["keygen", "--type", "p256"], /--out <file>/],
  [
    "a P-256 key for a network whose verifier is not known",
    ["keygen", "--type", "p256", "--chain-id", "4242", "--out", "x"],
    /name it with --verifier/,
  ],
  [
    "a verifier that is no address",
    ["keygen", "--type", "p256", "--verifier", "0x12", "--out", "x"],
    /not an address/,
  ],
  ["id of nothing", ["id"], /give --key, or else --signer/],
  ["id of both", ["id", "--key", "x", "--signer", A], /give --key, or else --signer/],
  ["id of a signer that is not hex", ["id", "--signer", "0xzz"], /Expected a signer/],
  ["id of a signer that is too short", ["id", "--signer", "0x1234"], /A signer is an address of 20 bytes/],
  [
    "id of a key file that is not there",
    ["id", "--key", "missing.pem"],
    /^error: missing\.pem: there is no such file/,
  ],
  [
    "an attestation for no place",
    ["attest", "--maker", "1", "--device", DEVICE, "--kind", "1", "--out", "x"],
    /give --rpc, or else --chain-id and --makers/,
  ],
  [
    "an attestation that names the makers' registry beside a chain that knows it",
    ["attest", "--maker", "1", "--device", DEVICE, "--kind", "1", "--out", "x", "--makers", A, ...RPC],
    /--makers is for work without a chain/,
  ],
  [
    "an address as a device",
    ["attest", "--maker", "1", "--device", A, "--kind", "1", "--out", "x"],
    /An address is not a device's id; see: opendepin device id --signer/,
  ],
  [
    "a device above 2^256 - 1",
    ["attest", "--maker", "1", "--device", (2n ** 256n).toString(), "--kind", "1", "--out", "x"],
    /Expected a device's id/,
  ],
  [
    "maker 0",
    ["attest", "--maker", "0", "--device", DEVICE, "--kind", "1", "--out", "x"],
    /from 1 to 4294967295/,
  ],
  [
    "a time that is none",
    ["attest", "--maker", "1", "--device", DEVICE, "--kind", "1", "--out", "x", "--expiry", "tomorrow"],
    /Expected a whole number/,
  ],
  [
    "a consent to nothing that there is",
    ["consent", "sell", "--as", "owner", "--out", "x"],
    /Allowed choices are onboard/,
  ],
  ["a consent of nobody", ["consent", "onboard", "--out", "x"], /--as <role>/],
  [
    "a maker's consent to onboard",
    ["consent", "onboard", "--as", "maker", "--out", "x"],
    /onboard needs no consent of the maker/,
  ],
  [
    "a consent for no place",
    ["consent", "onboard", "--as", "owner", "--device", DEVICE, "--kind", "1", "--out", "x"],
    /give --rpc, or else --chain-id, --registry and --nonce/,
  ],
  [
    "a consent without a device",
    ["consent", "onboard", "--as", "owner", "--kind", "1", "--out", "x", ...OFFLINE],
    /give --device/,
  ],
  [
    "a consent without a kind",
    ["consent", "onboard", "--as", "owner", "--device", DEVICE, "--out", "x", ...OFFLINE],
    /give --kind/,
  ],
  [
    "two words about the maker",
    ["consent", "onboard", "--as", "owner", "--maker", "1", "--attestation", "x", "--out", "x"],
    /'--attestation <file>' cannot be used with option '--maker <id>'/,
  ],
  [
    "a new key's consent alone",
    ["consent", "rotate", "--as", "new-key", "--alone", "--out", "x"],
    /--alone goes with rotate --as device or owner/,
  ],
  [
    "a device's consent without its key",
    ["consent", "onboard", "--as", "device", "--owner", A, "--kind", "1", "--out", "x", ...OFFLINE],
    /give --key: --as device signs with a key file/,
  ],
  [
    "a new key's consent without that key",
    ["consent", "rotate", "--as", "new-key", "--device", DEVICE, "--owner", A, "--out", "x", ...OFFLINE],
    /give --key: --as new-key signs with a key file/,
  ],
  [
    "a rotation without a new key",
    ["consent", "rotate", "--as", "owner", "--device", DEVICE, "--out", "x", ...OFFLINE],
    /give --new-signer/,
  ],
  [
    "a location without a cell",
    ["consent", "location", "--as", "owner", "--device", DEVICE, "--out", "x", ...OFFLINE],
    /give --cell/,
  ],
  [
    "a cell that is none",
    ["consent", "location", "--as", "owner", "--device", DEVICE, "--cell", "8928308280ffffe", "--out", "x"],
    /Expected the index of an H3 cell/,
  ],
  ["onboarding of nothing", ["onboard", ...RPC], /give the devices' consents, or --key/],
  ["onboarding without a kind", ["onboard", "--key", "x", ...RPC], /--key signs for a kind/],
  ["onboarding without a chain", ["onboard", "x.json"], /--rpc <url>/],
  [
    "onboarding for nobody",
    ["onboard", "--key", "x", "--kind", "1", "--owner", ZERO, ...RPC],
    /zero address/,
  ],
  [
    "an owner with a typing error",
    ["onboard", "--key", "x", "--kind", "1", "--owner", WRONG_CHECKSUM, ...RPC],
    /EIP-55 checksum/,
  ],
  [
    "papers that are not there",
    ["onboard", "missing.json", ...RPC],
    /^error: missing\.json: there is no such file/,
  ],
  ["no device to show", ["show", ...RPC], /missing required argument 'id'/],
  ["a device that is none", ["show", "hotspot", ...RPC], /Expected a device's id/],
  [
    "a chain that nobody answers for",
    ["show", DEVICE, "--rpc", "ftp://x"],
    /--rpc must be an http or https URL/,
  ],
  [
    "a list by a status that there is not",
    ["list", "--status", "broken", ...RPC],
    /Allowed choices are unknown, active/,
  ],
  ["a payee of nothing", ["payee", "--to", A, ...RPC], /give --device, or else --default/],
  [
    "a payee of everything",
    ["payee", "--to", A, "--device", DEVICE, "--default", ...RPC],
    /give --device, or else/,
  ],
  ["no payee", ["payee", "--device", DEVICE, ...RPC], /give --to, or else --reset/],
  ["two payees", ["payee", "--device", DEVICE, "--to", A, "--reset", ...RPC], /give --to, or else --reset/],
  ["location without a cell", ["location", "--key", "x", ...RPC], /--key and --cell belong together/],
  ["location of nothing", ["location", ...RPC], /give the consents, or --key/],
  ["rotation of nothing", ["rotate", ...RPC], /give consents or --new-key, or else --complete/],
  ["two rotations at once", ["rotate", "--complete", DEVICE, "--cancel", DEVICE, ...RPC], /or else --cancel/],
  ["an old key without a new one", ["rotate", "x.json", "--key", "x", ...RPC], /go with --new-key/],
  ["a sale to nobody", ["transfer", DEVICE, ...RPC], /--to <address>/],
  ["a sale to the zero address", ["transfer", DEVICE, "--to", ZERO, ...RPC], /zero address/],
  ["release of nothing", ["release", ...RPC], /missing required argument 'id'/],
  ["a batch without a maker", ["batch", "build", "--devices", "x", "--out", "y"], /--maker <id>/],
  ["provisioning for no time", ["batch", "provision", "x", ...RPC], /give --expiry, or else --validity/],
  [
    "provisioning for two times",
    ["batch", "provision", "x", "--expiry", "1", "--validity", "1", ...RPC],
    /give --expiry, or else --validity/,
  ],
  ["revoking nothing", ["batch", "revoke", ...RPC], /give the batch's directory, or else --maker and --root/],
  [
    "revoking half of what there is",
    ["batch", "revoke", "--maker", "1", ...RPC],
    /or else --maker and --root/,
  ],
  ["a root that is none", ["batch", "revoke", "--maker", "1", "--root", "0x12", ...RPC], /Expected a hash/],
  ["an unknown option", ["release", DEVICE, "--force", ...RPC], /unknown option '--force'/],
  [
    "a key among the arguments",
    ["release", DEVICE, "--private-key", HASH, ...RPC],
    /unknown option '--private-key'/,
  ],
];

describe("opendepin device, given bad input", () => {
  const work = new Workspace();
  const environment = process.env["OPENDEPIN_PRIVATE_KEY"];

  beforeEach(() => {
    process.env["OPENDEPIN_PRIVATE_KEY"] = new Wallet(id("a sender")).privateKey;
  });

  after(() => {
    if (environment === undefined) delete process.env["OPENDEPIN_PRIVATE_KEY"];
    else process.env["OPENDEPIN_PRIVATE_KEY"] = environment;
  });

  async function refuses(argv: string[], message: RegExp): Promise<void> {
    const before = readdirSync(work.directory);
    const { exitCode, stdout, stderr } = await runCli("device", ...argv);
    expect(stderr)
      .to.match(/^error: [^\n]+\n$/)
      .and.to.match(message);
    expect([exitCode, stdout]).to.deep.equal([2, ""]);
    expect(readdirSync(work.directory), "nothing is written").to.deep.equal(before);
  }

  context("on the command line", () => {
    for (const [name, argv, message] of COMMAND_LINES) {
      it(`says in one line what is wrong with ${name}`, async () => {
        await refuses(argv, message);
        expect(existsSync("x"), "nothing is written").to.equal(false);
      });
    }
  });

  context("in a key file", () => {
    const cases: [name: string, text: string, message: RegExp][] = [
      ["text that is no key", "hello\n", /Expected a "PRIVATE KEY"/],
      [
        "a key that a password protects",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHs\n-----END ENCRYPTED PRIVATE KEY-----\n",
        /A password protects the key/,
      ],
      [
        "a public key",
        "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n",
        /Expected a "PRIVATE KEY".*found "PUBLIC KEY"/,
      ],
      [
        "a private key that is cut",
        "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----\n",
        /key\.pem: /,
      ],
    ];
    for (const [name, text, message] of cases) {
      it(`names the file with ${name}`, async () => {
        const file = work.write("key.pem", text);
        await refuses(["id", "--key", file, "--verifier", A], message);
      });
    }
  });

  context("in the list of a batch", () => {
    const cases: [name: string, csv: string, flags: string[], place: RegExp][] = [
      ["a device twice", `device,kind\n${DEVICE},1\n${DEVICE},2\n`, [], /list\.csv:3: .* is listed twice/],
      ["an address", `device,kind\n${A},1\n`, [], /list\.csv:2: .* is an address, not a device's id/],
      ["a device that is none", "device,kind\nhotspot,1\n", [], /list\.csv:2: device "hotspot"/],
      ["kind 0", `device,kind\n${DEVICE},0\n`, [], /list\.csv:2: kind "0"/],
      ["a kind above 2^32 - 1", `device,kind\n${DEVICE},4294967296\n`, [], /list\.csv:2: kind "4294967296"/],
      ["no kinds", `device\n${DEVICE}\n`, [], /list\.csv:1: there is no column "kind"/],
      [
        "two sources of kinds",
        `device,kind\n${DEVICE},1\n`,
        ["--kind", "1"],
        /list\.csv:1: .*leave --kind out/,
      ],
      ["no rows", "device,kind\n", [], /list\.csv:2: there are no rows/],
      ["a row that is cut", `device,kind\n${DEVICE},1`, [], /list\.csv:2: the last line has no line end/],
    ];
    for (const [name, csv, flags, message] of cases) {
      it(`names the line of ${name}`, async () => {
        const list = work.write("list.csv", csv);
        const argv = ["--maker", "1", "--devices", list, ...flags, "--out", work.path("batch")];
        await refuses(["batch", "build", ...argv], message);
      });
    }
  });

  context("in papers", () => {
    const cases: [name: string, content: unknown, message: RegExp][] = [
      ["a list", [], /neither a consent nor an attestation/],
      ["null", null, /neither a consent nor an attestation/],
      ["another format", { format: "opendepin-epoch" }, /neither a consent nor an attestation/],
      ["a later version", { ...CONSENT, version: 2 }, /a consent of version 2; this program reads version 1/],
      ["an unknown type", { ...CONSENT, type: "Gift" }, /unknown type "Gift"/],
      ["a type that every object has", { ...CONSENT, type: "toString" }, /unknown type "toString"/],
      ["a missing kind", { ...CONSENT, kind: undefined }, /kind is not a whole number/],
      ["a missing maker", { ...CONSENT, maker: undefined }, /maker is not a whole number/],
      ["a negative nonce", { ...CONSENT, nonce: -1 }, /nonce is not a whole number/],
      [
        "a nonce above 2^32 - 1",
        { ...CONSENT, nonce: 2 ** 32 },
        /nonce is not a whole number from 0 to 4294967295/,
      ],
      ["a deadline above 2^40 - 1", { ...CONSENT, deadline: 2 ** 40 }, /deadline is not a whole number/],
      ["an owner that is no address", { ...CONSENT, owner: "bob" }, /owner is not 0x and 40 hex/],
      ["a device that is too short", { ...CONSENT, device: A }, /device is not 0x and 64 hex/],
      ["half a byte of a signature", { ...CONSENT, signature: "0x123" }, /signature is not 0x and pairs/],
      ["a proof that is none", { ...ATTESTATION, proof: "0x" }, /proof is not a list/],
      [
        "a short hash in a proof",
        { ...ATTESTATION, proof: [HASH, "0x12"] },
        /proof\[1\] is not 0x and 64 hex/,
      ],
    ];
    for (const [name, content, message] of cases) {
      it(`names the file with ${name}`, async () => {
        const file = work.write("paper.json", JSON.stringify(content));
        await refuses(["onboard", file, ...RPC], message);
        await refuses(["onboard", file, ...RPC], /paper\.json: /);
      });
    }

    it("names the file that is not JSON", async () => {
      const file = work.write("paper.json", "{");
      await refuses(["onboard", file, ...RPC], /paper\.json: not JSON: /);
    });

    it("names the second attestation of a device", async () => {
      const [first, second] = ["1.json", "2.json"].map((name) =>
        work.write(name, JSON.stringify(ATTESTATION)),
      );
      await refuses(
        ["onboard", first ?? "", second ?? "", ...RPC],
        /2\.json: a second attestation of device 0x/,
      );
    });

    it("reads a directory's JSON files, and no others", async () => {
      work.write("notes.txt", "not a paper");
      work.write("paper.json", "{");
      await refuses(["onboard", work.directory, ...RPC], /paper\.json: not JSON: /);
    });
  });

  it("says that a directory holds no papers", async () => {
    work.write("notes.txt", "not a paper");
    await refuses(["onboard", work.directory, ...RPC], /: holds no consents or attestations\n$/);
  });

  it("onboards nothing with attestations alone", async () => {
    const file = work.write("attestation.json", JSON.stringify(ATTESTATION));
    await refuses(["onboard", file, ...RPC], /give the devices' consents, or --key of a device/);
  });

  it("names the directory that is missing for a file to write", async () => {
    const out = work.path("missing", "key.pem");
    const argv = ["--type", "secp256k1", "--out", out];
    await refuses(["keygen", ...argv], /key\.pem: there is no directory \S+missing\n$/);
  });

  it("replaces no file that a consent would be written to", async () => {
    const out = work.write("consent.json", "mine");
    const about = ["--device", DEVICE, "--kind", "1", "--out", out, ...OFFLINE];
    await refuses(["consent", "onboard", "--as", "owner", ...about], /consent\.json: it exists already/);
    expect(work.read("consent.json")).to.equal("mine");
  });

  it("repeats no key that the environment has wrong", async () => {
    process.env["OPENDEPIN_PRIVATE_KEY"] = "0xsecret";
    const about = ["--device", DEVICE, "--kind", "1", "--out", "x", ...OFFLINE];
    const { exitCode, stderr } = await runCli("device", "consent", "onboard", "--as", "owner", ...about);
    expect([exitCode, stderr.includes("secret")]).to.deep.equal([2, false]);
  });
});
