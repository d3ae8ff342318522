import { createPrivateKey, createPublicKey, verify as verifySignature } from "node:crypto";
import { statSync } from "node:fs";

import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { getBytes, id, keccak256, TypedDataEncoder, verifyTypedData, Wallet } from "ethers";

import { runCli, Workspace } from "./support";

const VERIFIER = "0x00000000000000000000000000000000000000aa";
const REGISTRY = "0x00000000000000000000000000000000000000bb";
const MAKERS = "0x00000000000000000000000000000000000000cc";
const CHAIN_ID = 4242;
const OWNER = new Wallet(id("an owner"));
const DEADLINE = 1_900_000_000;
const OFFLINE = ["--chain-id", CHAIN_ID.toString(), "--registry", REGISTRY, "--nonce", "7"];

/** Written out here, not taken from the library: this is what the contract has. */
const CONSENTS = [
  { action: "onboard", role: "device", type: "DeviceOnboarding", subject: "uint32 kind", maker: 2 },
  { action: "onboard", role: "owner", type: "OwnerAcceptance", subject: "uint32 kind", maker: 0 },
  { action: "rotate", role: "device", type: "KeyHandover", subject: "bytes32 key" },
  { action: "rotate", role: "owner", type: "HandoverApproval", subject: "bytes32 key" },
  { action: "rotate", role: "device", type: "KeyRotation", subject: "bytes32 key", alone: true },
  { action: "rotate", role: "owner", type: "RotationApproval", subject: "bytes32 key", alone: true },
  { action: "rotate", role: "new-key", type: "KeyAcceptance", subject: "bytes32 key" },
  { action: "location", role: "device", type: "LocationAssertion", subject: "uint64 cell" },
  { action: "location", role: "maker", type: "LocationAttestation", subject: "uint64 cell" },
  { action: "location", role: "owner", type: "LocationApproval", subject: "uint64 cell" },
] as const;

interface ConsentJson {
  type: string;
  device: string;
  owner: string;
  nonce: number;
  deadline: number;
  signer: string;
  signature: string;
  kind?: number;
  maker?: number;
  key?: string;
  cell?: string;
}

describe("opendepin device, without a chain", () => {
  const work = new Workspace();
  const environment = process.env["OPENDEPIN_PRIVATE_KEY"];

  beforeEach(() => {
    process.env["OPENDEPIN_PRIVATE_KEY"] = OWNER.privateKey;
  });

  after(() => {
    if (environment === undefined) delete process.env["OPENDEPIN_PRIVATE_KEY"];
    else process.env["OPENDEPIN_PRIVATE_KEY"] = environment;
  });

  async function json<Result>(...argv: string[]): Promise<Result> {
    const { exitCode, stdout, stderr } = await runCli("device", ...argv, "--json");
    expect([exitCode, stderr], argv.join(" ")).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as Result;
  }

  function keygen(name: string, type: string): Promise<{ device: string; signer: string }> {
    return json("keygen", "--type", type, "--out", work.path(name), "--verifier", VERIFIER);
  }

  describe("keygen", () => {
    for (const [type, curve] of [
      ["p256", "prime256v1"],
      ["secp256k1", "secp256k1"],
    ] as const) {
      it(`makes a ${type} key that its owner alone can read`, async () => {
        const { device, signer } = await keygen("device.pem", type);
        const key = createPrivateKey(work.read("device.pem"));
        expect(key.asymmetricKeyDetails?.namedCurve).to.equal(curve);
        expect(statSync(work.path("device.pem")).mode & 0o777).to.equal(0o600);
        expect(device).to.equal(keccak256(signer));
        expect(signer).to.equal(signerOf(work.read("device.pem"), type));
      });

      it(`never replaces a ${type} key`, async () => {
        await keygen("device.pem", type);
        const before = work.read("device.pem");
        const argv = ["--type", type, "--out", work.path("device.pem"), "--verifier", VERIFIER];
        const { exitCode, stderr } = await runCli("device", "keygen", ...argv);
        expect([exitCode, stderr]).to.deep.equal([
          2,
          `error: ${work.path("device.pem")}: it exists already; name a new one\n`,
        ]);
        expect(work.read("device.pem")).to.equal(before);
      });
    }
  });

  describe("id", () => {
    it("says the same of a key file and of its signer", async () => {
      const { device, signer } = await keygen("device.pem", "p256");
      const ofKey = await json("id", "--key", work.path("device.pem"), "--verifier", VERIFIER);
      expect(ofKey).to.deep.equal({ device, signer, keyHash: device });
      expect(await json("id", "--signer", signer)).to.deep.equal(ofKey);
    });
  });

  describe("consent", () => {
    for (const { action, role, type, subject, ...how } of CONSENTS) {
      it(`signs a ${type} that the contract's type verifies`, async () => {
        const { signer } = await keygen("key.pem", "secp256k1");
        const { signer: newSigner, device: newKey } = await keygen("new.pem", "secp256k1");
        const device = id("some device");
        const about = ["--device", device, "--owner", OWNER.address, "--deadline", DEADLINE.toString()];
        const maker = "maker" in how ? how.maker : undefined;
        const attested = maker ? ["--maker", maker.toString()] : [];
        const subjects = {
          "uint32 kind": ["--kind", "3", ...attested],
          "uint64 cell": ["--cell", "8928308280fffff"],
        };
        const next = role === "new-key" ? [] : ["--new-signer", newSigner];
        const rotation = "alone" in how ? [...next, "--alone"] : next;
        const key = role === "owner" ? [] : ["--key", work.path(role === "new-key" ? "new.pem" : "key.pem")];
        const out = work.path("consent.json");
        const options = subject === "bytes32 key" ? rotation : subjects[subject];
        await json("consent", action, "--as", role, ...about, ...options, ...key, ...OFFLINE, "--out", out);

        const consent = JSON.parse(work.read("consent.json")) as ConsentJson;
        const [subjectType = "", subjectName = ""] = subject.split(" ");
        const values = { kind: 3, key: newKey, cell: 0x8928308280fffffn } as const;
        const message = {
          device: BigInt(device),
          owner: OWNER.address,
          [subjectName]: values[subjectName as keyof typeof values],
          ...(maker !== undefined && { maker }),
          nonce: 7,
          deadline: DEADLINE,
        };
        const named = { [subjectName]: subjectType, ...(maker !== undefined && { maker: "uint32" }) };
        const fields = { device: "uint256", owner: "address", ...named };
        const types = {
          [type]: Object.entries({ ...fields, nonce: "uint32", deadline: "uint40" }).map(([name, type]) => ({
            name,
            type,
          })),
        };
        const domain = {
          name: "OpenDePIN DeviceRegistry",
          version: "1",
          chainId: CHAIN_ID,
          verifyingContract: REGISTRY,
        };
        const expected = {
          owner: OWNER.address.toLowerCase(),
          "new-key": newSigner,
          device: signer,
          maker: signer,
        };
        const recovered = verifyTypedData(domain, types, message, consent.signature).toLowerCase();
        expect([consent.type, consent.signer, recovered]).to.deep.equal([
          type,
          expected[role],
          expected[role],
        ]);
      });
    }

    it("names the maker of the attestation that it is given", async () => {
      const device = id("some device");
      const place = ["--chain-id", CHAIN_ID.toString(), "--makers", MAKERS];
      const attested = [
        "--maker",
        "2",
        "--device",
        device,
        "--kind",
        "3",
        "--out",
        work.path("attestation.json"),
      ];
      await json("attest", ...attested, ...place);
      const about = ["--device", device, "--kind", "3", "--attestation", work.path("attestation.json")];
      const out = ["--out", work.path("consent.json")];
      const consent = await json<ConsentJson>(
        "consent",
        "onboard",
        "--as",
        "owner",
        ...about,
        ...OFFLINE,
        ...out,
      );
      expect([consent.type, consent.kind, consent.maker]).to.deep.equal(["OwnerAcceptance", 3, 2]);
    });

    it("refuses the attestation of another device", async () => {
      const place = ["--chain-id", CHAIN_ID.toString(), "--makers", MAKERS];
      const file = work.path("attestation.json");
      await json("attest", "--maker", "2", "--device", id("another"), "--kind", "3", ...place, "--out", file);
      const about = ["--device", id("some device"), "--kind", "3", "--attestation", file];
      const out = ["--out", work.path("consent.json")];
      const argv = ["device", "consent", "onboard", "--as", "owner", ...about, ...OFFLINE, ...out];
      const { exitCode, stderr } = await runCli(...argv);
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(
        /^error: \S+attestation\.json: the attestation is of device 0x\w+, the consent of 0x/,
      );
    });

    it("signs with a P-256 key over the SHA-256 of the digest, with the low s", async () => {
      const { device } = await keygen("device.pem", "p256");
      const argv = ["--as", "device", "--key", work.path("device.pem"), "--verifier", VERIFIER];
      const about = ["--owner", OWNER.address, "--kind", "1", "--deadline", DEADLINE.toString()];
      const out = work.path("consent.json");
      const consent = await json<ConsentJson>(
        "consent",
        "onboard",
        ...argv,
        ...about,
        ...OFFLINE,
        "--out",
        out,
      );
      const digest = TypedDataEncoder.hash(
        { name: "OpenDePIN DeviceRegistry", version: "1", chainId: CHAIN_ID, verifyingContract: REGISTRY },
        {
          DeviceOnboarding: [
            { name: "device", type: "uint256" },
            { name: "owner", type: "address" },
            { name: "kind", type: "uint32" },
            { name: "maker", type: "uint32" },
            { name: "nonce", type: "uint32" },
            { name: "deadline", type: "uint40" },
          ],
        },
        { device: BigInt(device), owner: OWNER.address, kind: 1, maker: 0, nonce: 7, deadline: DEADLINE },
      );
      const key = createPublicKey(work.read("device.pem"));
      const signature = getBytes(consent.signature);
      expect(
        verifySignature("sha256", getBytes(digest), { key, dsaEncoding: "ieee-p1363" }, signature),
      ).to.equal(true);
      const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
      const s = BigInt(`0x${consent.signature.slice(-64)}`);
      expect(s <= order / 2n, "s is in the lower half").to.equal(true);
    });
  });

  describe("attest", () => {
    it("signs what the makers' contract verifies", async () => {
      const device = id("some device");
      const about = ["--maker", "2", "--device", device, "--kind", "3", "--expiry", DEADLINE.toString()];
      const place = ["--chain-id", CHAIN_ID.toString(), "--makers", MAKERS];
      const out = work.path("attestation.json");
      const attestation = await json<{ signer: string; signature: string; proof: string[] }>(
        "attest",
        ...about,
        ...place,
        "--out",
        out,
      );
      const recovered = verifyTypedData(
        { name: "OpenDePIN MakerRegistry", version: "1", chainId: CHAIN_ID, verifyingContract: MAKERS },
        {
          DeviceAttestation: [
            { name: "maker", type: "uint32" },
            { name: "device", type: "uint256" },
            { name: "kind", type: "uint32" },
            { name: "expiry", type: "uint40" },
          ],
        },
        { maker: 2, device: BigInt(device), kind: 3, expiry: DEADLINE },
        attestation.signature,
      );
      expect(recovered).to.equal(OWNER.address);
      expect([attestation.signer, attestation.proof]).to.deep.equal([OWNER.address.toLowerCase(), []]);
      expect(JSON.parse(work.read("attestation.json"))).to.deep.equal(attestation);
    });
  });

  describe("batch", () => {
    const rows = Array.from(
      { length: 11 },
      (_, index) => [id(`device ${index}`), `${1 + (index % 3)}`] as const,
    );
    const tree = StandardMerkleTree.of(
      rows.map(([device, kind]) => [BigInt(device).toString(), kind]),
      ["uint256", "uint32"],
    );

    async function build(): Promise<{ root: string; devices: number }> {
      const list = work.write("list.csv", `device,kind\n${rows.map((row) => `${row.join(",")}\n`).join("")}`);
      return json("batch", "build", "--maker", "2", "--devices", list, "--out", work.path("batch"));
    }

    it("has the root and the proofs of OpenZeppelin's tree", async () => {
      const { root, devices } = await build();
      expect([root, devices]).to.deep.equal([tree.root, rows.length]);
      for (const [index, [device, kind]] of rows.entries()) {
        const proven = await json("batch", "proof", work.path("batch"), "--device", device);
        const expected = { device, kind: Number(kind), maker: 2, proof: tree.getProof(index) };
        expect(proven).to.deep.include(expected);
      }
    });

    it("keeps the list as it was given", async () => {
      await build();
      expect(work.read("batch", "devices.csv")).to.equal(work.read("list.csv"));
    });

    it("takes the kind of all devices from the command line", async () => {
      const list = work.write(
        "plain.csv",
        rows
          .map(([device]) => `${device}\n`)
          .join("")
          .replace(/^/, "device\n"),
      );
      const argv = ["--maker", "2", "--kind", "5", "--devices", list, "--out", work.path("plain")];
      const { root } = await json<{ root: string }>("batch", "build", ...argv);
      const same = StandardMerkleTree.of(
        rows.map(([device]) => [BigInt(device).toString(), "5"]),
        ["uint256", "uint32"],
      );
      expect(root).to.equal(same.root);
    });

    it("refuses a directory whose list was changed", async () => {
      await build();
      const [first = "", second = "", ...others] = work.read("batch", "devices.csv").split("\n");
      work.write("batch/devices.csv", [first, second.replace(/,1$/, ",2"), ...others].join("\n"));
      const { exitCode, stderr } = await runCli(
        "device",
        "batch",
        "proof",
        work.path("batch"),
        "--device",
        rows[1]?.[0] ?? "",
      );
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(
        /^error: \S+batch\.json: states another list than the devices\.csv beside it; /,
      );
    });

    it("says which device a batch does not hold", async () => {
      await build();
      const { exitCode, stderr } = await runCli(
        "device",
        "batch",
        "proof",
        work.path("batch"),
        "--device",
        "5",
      );
      expect([exitCode, stderr.split("\n").length]).to.deep.equal([2, 2]);
      expect(stderr).to.match(/does not hold 5/);
    });
  });
});

/** The signer that a key file's public key makes, computed without the library. */
function signerOf(pem: string, type: "p256" | "secp256k1"): string {
  const { d = "", x = "", y = "" } = createPrivateKey(pem).export({ format: "jwk" });
  const hex = (part: string): string => Buffer.from(part, "base64url").toString("hex").padStart(64, "0");
  if (type === "p256") return `${VERIFIER}${hex(x)}${hex(y)}`;
  return new Wallet(`0x${hex(d)}`).address.toLowerCase();
}
