import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id, verifyTypedData, Wallet } from "ethers";

import type { Hex } from "../../../src/hex";
import { buildEpochDirectory } from "../../../src/files/build-epoch";
import { requestToJson } from "../../../src/files/request-file";
import type { EpochReport } from "../../../src/rewards/epoch/report";
import {
  approvalTypedData,
  type Report,
  reportRequest,
  type SignedApproval,
} from "../../../src/rewards/report";
import { type CliResult, runCli, Workspace } from "./support";

const MEMBER = new Wallet(id("a member"));
const A = `0x${"aa".repeat(20)}`;
const PLACE = {
  chainId: 4242,
  distributor: `0x${"d1".repeat(20)}`,
  committee: `0x${"c1".repeat(20)}`,
  configuration: 3,
} as const;
/** Nobody listens there: what is refused for another reason was refused before anybody was asked. */
const RPC = ["--rpc", "http://127.0.0.1:1"];
const FAR = 2 ** 40 - 1;

describe("opendepin report, without a chain", () => {
  const work = new Workspace();
  const environment = process.env["OPENDEPIN_PRIVATE_KEY"];

  beforeEach(() => {
    process.env["OPENDEPIN_PRIVATE_KEY"] = MEMBER.privateKey;
  });

  afterEach(() => {
    if (environment === undefined) delete process.env["OPENDEPIN_PRIVATE_KEY"];
    else process.env["OPENDEPIN_PRIVATE_KEY"] = environment;
  });

  async function build(name: string, amount = 5n, epoch = 4n): Promise<EpochReport> {
    const inputs = { payouts: work.write(`${name}.csv`, `account,amount\n${A},${amount}\n`) };
    return buildEpochDirectory({ epoch, out: work.path(name), inputs, budget: null });
  }

  /** The request that somebody makes who has built the epoch, with whatever is changed in it. */
  function ask(
    { epoch, root, total, dataHash }: EpochReport,
    changes: Partial<Report> = {},
    place: { chainId?: number } = {},
  ): string {
    const report = {
      program: 1,
      epoch: Number(epoch),
      nonce: 7,
      deadline: FAR,
      root,
      total,
      dataHash,
      dataURI: "",
      ...changes,
    };
    return work.write(
      "request.json",
      JSON.stringify(requestToJson(reportRequest({ ...PLACE, ...place, report }))),
    );
  }

  function sign(...more: string[]): Promise<CliResult> {
    const flags = ["--epoch", work.path("own"), "--out", work.path("signature.json")];
    return runCli("report", "sign", work.path("request.json"), ...flags, ...more);
  }

  async function refuses(result: Promise<CliResult>, exitCode: number, message: RegExp): Promise<void> {
    const { stdout, stderr, exitCode: ended } = await result;
    expect(stderr)
      .to.match(/^error: [^\n]+\n$/)
      .and.to.match(message);
    expect([ended, stdout]).to.deep.equal([exitCode, ""]);
    expect(existsSync(work.path("signature.json")), "nothing is signed").to.equal(false);
  }

  describe("sign", () => {
    it("signs what the committee's contract takes, and writes nothing else", async () => {
      ask(await build("own"));
      const { exitCode, stdout, stderr } = await sign();
      expect([exitCode, stderr]).to.deep.equal([0, ""]);
      expect(stdout).to.match(/^epoch +4 of program 1\nroot +0x[^]*\nsigner +0x\w{40}\nwritten to +/);
      const text = work.read("signature.json");
      const { signer, signature, digest, configuration } = JSON.parse(text) as SignedApproval;
      const { domain, types, message } = approvalTypedData({ report: digest, configuration }, PLACE);
      const fields = { ReportApproval: [...types.ReportApproval] };
      expect(verifyTypedData(domain, fields, message, signature)).to.equal(MEMBER.address);
      expect(signer).to.equal(MEMBER.address.toLowerCase());
      expect(text).not.to.include(work.directory).and.not.to.include(MEMBER.privateKey.slice(2));
    });

    it("prints with --json what it writes", async () => {
      ask(await build("own"));
      const { stdout } = await sign("--json");
      expect(stdout).to.equal(work.read("signature.json"));
    });

    const key = ["secp256k1", "p256"] as const;
    for (const type of key) {
      it(`signs with a key file of ${type}`, async () => {
        ask(await build("own"));
        const verifier = ["--verifier", `0x${"ee".repeat(20)}`];
        const file = work.path("key.pem");
        const made = await runCli("device", "keygen", "--type", type, "--out", file, ...verifier, "--json");
        const { exitCode } = await sign("--key", file, ...verifier);
        expect(exitCode).to.equal(0);
        const { signer } = JSON.parse(work.read("signature.json")) as SignedApproval;
        expect(signer).to.equal((JSON.parse(made.stdout) as { signer: string }).signer);
      });
    }

    const figures: [name: string, changes: Partial<Report>, message: RegExp][] = [
      [
        "root",
        { root: id("x") as Hex },
        /root is 0x\w{64} in the request, but 0x\w{64} in \S+own\. See where: add --published/,
      ],
      ["total", { total: 6n }, /total is 6 in the request, but 5 in /],
      ["data hash", { dataHash: id("x") as Hex }, /data hash is 0x\w{64} in the request, but 0x\w{64} in /],
      ["epoch", { epoch: 5 }, /epoch is 5 in the request, but 4 in \S+own\. Nothing was signed\n$/],
      [
        "root and total",
        { root: id("x") as Hex, total: 6n },
        /root is 0x\w{64} in the request, but 0x\w{64} in \S+; total differs too/,
      ],
    ];
    for (const [name, changes, message] of figures) {
      it(`refuses another ${name}`, async () => {
        ask(await build("own"), changes);
        await refuses(sign(), 1, message);
      });
    }

    it("refuses another program's, if the epoch says whose devices it is about", async () => {
      const inputs = {
        contributions: work.write("contributions.csv", "device,units\n1,1\n"),
        devices: work.write("devices.csv", `device,epoch,status,program,payee\n1,4,active,2,${A}\n`),
      };
      const out = work.path("own");
      ask(await buildEpochDirectory({ epoch: 4n, out, inputs, budget: 9n, registry: { program: 2 } }));
      await refuses(sign(), 1, /program is 1 in the request, but 2 in /);
    });

    it("says with the published directory in which row the two part", async () => {
      await build("own");
      ask(await build("published", 500n));
      await refuses(
        sign("--published", work.path("published")),
        1,
        /published\/inputs\/payouts\.csv:2: account 0xa{40}: amount is 500, but 5 in \S+own\. Nothing was signed\n$/,
      );
    });

    it("says that the request is about other data than the directory that is shown", async () => {
      ask(await build("own"), { root: id("x") as Hex });
      cpSync(work.path("own"), work.path("published"), { recursive: true });
      await refuses(
        sign("--published", work.path("published")),
        1,
        /published: the data is that of \S+own, .* not about this data/,
      );
    });

    it("refuses when its own directory does not follow from its inputs", async () => {
      ask(await build("own"));
      work.write(join("own", "claims.csv"), work.read("own", "claims.csv").replace(",5,", ",6,"));
      await refuses(
        sign(),
        1,
        /claims\.csv does not follow from the epoch's inputs; see: opendepin epoch verify/,
      );
    });

    it("refuses a request for another distributor or program than is meant", async () => {
      ask(await build("own"));
      await refuses(
        sign("--distributor", A),
        1,
        /the request is for distributor 0xd1\w+, not 0xaa\w+\. Nothing/,
      );
      await refuses(sign("--program", "2"), 1, /the request is for program 1, not 2\. Nothing was signed/);
      const { exitCode } = await sign("--distributor", PLACE.distributor, "--program", "1");
      expect(exitCode).to.equal(0);
    });

    it("refuses what is expired", async () => {
      ask(await build("own"), { deadline: 1_700_000_000 });
      await refuses(sign(), 1, /the request was valid until 2023-11-14T22:13:20Z, and it is 2\d{3}-/);
    });

    it("refuses a request that was changed, before it looks at anything else", async () => {
      const path = ask(await build("own"));
      work.write("request.json", work.read("request.json").replace('"nonce":7', '"nonce":8'));
      await refuses(
        sign("--epoch", "missing"),
        1,
        new RegExp(`^error: ${path}: the request states digest 0x`),
      );
    });

    it("names the key that is missing", async () => {
      ask(await build("own"));
      delete process.env["OPENDEPIN_PRIVATE_KEY"];
      await refuses(sign(), 2, /no key to sign with\. Keys: OPENDEPIN_PRIVATE_KEY/);
    });

    it("repeats no key that the environment has wrong", async () => {
      ask(await build("own"));
      process.env["OPENDEPIN_PRIVATE_KEY"] = "0xsecret";
      const { exitCode, stderr } = await sign();
      expect([exitCode, stderr.includes("secret")]).to.deep.equal([2, false]);
    });

    it("asks the chain that is named, before it signs", async () => {
      ask(await build("own"));
      await refuses(sign(...RPC), 3, /no JSON-RPC endpoint answers at 127\.0\.0\.1:1/);
    });

    it("replaces no file", async () => {
      ask(await build("own"));
      work.write("signature.json", "mine");
      const { exitCode, stderr } = await sign();
      expect(`${exitCode} ${stderr}`).to.match(
        /^2 error: \S+signature\.json: it exists already; name a new one\n$/,
      );
      expect(work.read("signature.json")).to.equal("mine");
    });
  });

  describe("inspect", () => {
    it("says of a request what it asks for, and for how long", async () => {
      const report = await build("own");
      const { exitCode, stdout } = await runCli("report", "inspect", ask(report));
      expect(exitCode).to.equal(0);
      expect(stdout).to.include("this is      a request to sign a report\nepoch        4 of program 1\n");
      expect(stdout).to.include(`\nroot         ${report.root}\ntotal        5\n`);
      expect(stdout).to.match(/\nvalid +for another \d+ days, by the clock of this machine\n/);
      expect(stdout).to.match(/\nresult +not compared with a chain; add --rpc <url>\n$/);
    });

    it("does not judge a local chain's deadline by the clock of this machine", async () => {
      const path = ask(await build("own"), { deadline: 1_700_000_000 }, { chainId: 31_337 });
      const { exitCode, stdout } = await runCli("report", "inspect", path);
      expect(exitCode).to.equal(0);
      expect(stdout).to.match(/\nvalid +until 2023-11-14T22:13:20Z, by the clock of the local chain\n/);
    });

    it("says that a request is valid no longer", async () => {
      const path = ask(await build("own"), { deadline: 1_700_000_000 });
      const { exitCode, stdout } = await runCli("report", "inspect", path);
      expect(exitCode).to.equal(1);
      expect(stdout).to.match(/\nvalid +NO LONGER, since \d+ days/);
      const json = await runCli("report", "inspect", path, "--json");
      const { problems, asked } = JSON.parse(json.stdout) as { problems: { code: string }[]; asked: boolean };
      expect([problems.map(({ code }) => code), asked, json.exitCode]).to.deep.equal([
        ["REQUEST_EXPIRED"],
        false,
        1,
      ]);
    });

    it("says of a signature what it is, and whether it is for a request", async () => {
      const report = await build("own");
      const path = ask(report);
      await sign();
      const alone = await runCli("report", "inspect", work.path("signature.json"));
      expect(alone.exitCode).to.equal(0);
      expect(alone.stdout).to.match(/^this is +a member's signature\nsigner +0x\w{40}\ncommittee +0xc1/);
      const together = await runCli("report", "inspect", work.path("signature.json"), "--request", path);
      expect(together.exitCode).to.equal(0);
      expect(together.stdout).to.match(/\nepoch +4 of program 1\n/);
      const other = ask(report, { nonce: 8 });
      const apart = await runCli("report", "inspect", work.path("signature.json"), "--request", other);
      expect(apart.exitCode).to.equal(1);
      expect(apart.stdout).to.match(/\nresult +does NOT count: it is for another request: its digest is 0x/);
    });

    it("shows a URI that would command a terminal as text", async () => {
      const path = ask(await build("own"), { dataURI: "ipfs://\u001b[2J" });
      const { stdout } = await runCli("report", "inspect", path);
      expect(stdout).to.include("data URI     ipfs://\\x1b[2J\n");
    });
  });

  describe("bad inputs", () => {
    const REQUEST = "request.json";
    const cases: [name: string, argv: string[], message: RegExp][] = [
      ["request without a directory", ["request", "--out", "x", ...RPC], /missing required argument 'dir'/],
      ["request without a file", ["request", "own", ...RPC], /--out <file>/],
      ["request without a chain", ["request", "own", "--out", "x"], /--rpc <url>/],
      [
        "a validity of nothing",
        ["request", "own", "--out", "x", ...RPC, "--validity", "0"],
        /whole number from 1/,
      ],
      [
        "a program that is none",
        ["request", "own", "--out", "x", ...RPC, "--program", "one"],
        /whole number from 1/,
      ],
      [
        "a directory that is not there",
        ["request", "missing", "--out", "x", ...RPC],
        /report\.json: there is no such file/,
      ],
      [
        "sign without a request",
        ["sign", "--epoch", "own", "--out", "x"],
        /missing required argument 'request'/,
      ],
      ["sign without an own directory", ["sign", REQUEST, "--out", "x"], /--epoch <dir>/],
      ["sign without a file", ["sign", REQUEST, "--epoch", "own"], /--out <file>/],
      [
        "a request that is not there",
        ["sign", "missing.json", "--epoch", "own", "--out", "x"],
        /missing\.json: there is no such file/,
      ],
      [
        "a verifier that is no address",
        ["sign", REQUEST, "--epoch", "own", "--out", "x", "--verifier", "0x1"],
        /not an address/,
      ],
      ["collect without a request", ["collect", ...RPC], /missing required argument 'request'/],
      ["collect without signatures", ["collect", REQUEST, ...RPC], /missing required argument 'signatures'/],
      ["collect without a chain", ["collect", REQUEST, "a.json"], /--rpc <url>/],
      ["inspect of nothing", ["inspect"], /missing required argument 'file'/],
      ["an unknown option", ["inspect", REQUEST, "--all"], /unknown option '--all'/],
    ];
    for (const [name, argv, message] of cases) {
      it(`says in one line what is wrong with ${name}`, async () => {
        const { exitCode, stdout, stderr } = await runCli("report", ...argv);
        expect([exitCode, stdout]).to.deep.equal([2, ""]);
        expect(stderr)
          .to.match(/^error: [^\n]+\n$/)
          .and.to.match(message);
      });
    }

    for (const command of ["sign", "collect", "inspect"]) {
      it(`names the file of a request that is not JSON, for ${command}`, async () => {
        const path = work.write("request.json", "{");
        const more = { sign: ["--epoch", "x", "--out", "x"], collect: ["x.json", ...RPC] }[command] ?? [];
        const before = readdirSync(work.directory);
        await refuses(runCli("report", command, path, ...more), 2, /request\.json: not JSON: /);
        const json = await runCli("report", command, path, ...more, "--json");
        const { error } = JSON.parse(json.stderr) as { error: Record<string, unknown> };
        expect([error["code"], error["file"]]).to.deep.equal(["DOCUMENT_MALFORMED", path]);
        expect(readdirSync(work.directory)).to.deep.equal(before);
      });
    }

    it("says that a file is neither a request nor a signature", async () => {
      const path = work.write("other.json", JSON.stringify({ format: "opendepin-consent" }));
      await refuses(
        runCli("report", "inspect", path),
        2,
        /other\.json: neither a request to sign a report nor a signature/,
      );
    });

    it("compares a request with no other one", async () => {
      const path = ask(await build("own"));
      await refuses(
        runCli("report", "inspect", path, "--request", path),
        2,
        /--request goes with the file of a signature/,
      );
    });

    const committees: [name: string, argv: string[], message: RegExp][] = [
      ["no chain", ["show"], /--rpc <url>/],
      ["a committee that is no address", ["show", ...RPC, "--committee", "0x12"], /not an address/],
      [
        "both",
        ["show", ...RPC, "--committee", A, "--distributor", A],
        /give --committee, or else --distributor/,
      ],
    ];
    for (const [name, argv, message] of committees) {
      it(`says in one line what is wrong with committee show and ${name}`, async () => {
        await refuses(runCli("committee", ...argv), 2, message);
      });
    }
  });
});
