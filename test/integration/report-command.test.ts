import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { keccak256 } from "ethers";

import { requestFromJson, requestToJson } from "../../src/files/request-file";
import { reportRequest } from "../../src/rewards/report";
import { offlineKey } from "../helpers/accounts";
import { p256KeyPair } from "../helpers/device-keys";
import { deployCommittee, PLEDGE } from "./committee-network";
import { type Ran, runOpendepin } from "./cli-process";
import { EpochFolder } from "./epoch-folder";
import { ServedChain } from "./served-chain";

/** Of Hardhat's first account, which has money. Source: https://hardhat.org/hardhat-network/docs/reference#accounts */
const SENDER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const C3 = `0x${"c3".repeat(20)}`;

/** Five reporters and a bystander, each at a machine of its own, with nothing but the command line. */
describe("opendepin report", () => {
  const chain = new ServedChain();
  const folder = new EpochFolder();
  let rpc: string[];

  before(() => chain.start());
  after(() => chain.stop());

  async function prepare() {
    const world = await loadFixture(deployCommittee);
    rpc = ["--rpc", chain.rpc];
    await folder.build("epoch");
    return { ...world, at: ["--distributor", await world.distributor.getAddress()] };
  }

  function opendepin(args: readonly string[], privateKey?: string): Promise<Ran> {
    return runOpendepin(folder.path, args, privateKey);
  }

  function request(dir: string, at: readonly string[], out = "request.json"): Promise<Ran> {
    return opendepin(["report", "request", dir, ...rpc, ...at, "--out", out]);
  }

  /** Reporter `index` rebuilds the epoch and signs. */
  async function sign(index: number, ...more: string[]): Promise<Ran> {
    const own = `own-${index}`;
    if (!existsSync(folder.at(own))) await folder.build(own);
    const flags = ["report", "sign", "request.json", "--epoch", own, ...more];
    return opendepin([...flags, "--out", `${index}.json`], offlineKey(`reporter ${index}`).privateKey);
  }

  function collect(files: readonly string[], ...more: string[]): Promise<Ran> {
    return opendepin(["report", "collect", "request.json", ...files, ...rpc, ...more], SENDER);
  }

  it("goes from an epoch that all rebuild to a report that anybody submits", async () => {
    const { at, distributor, verifiers, reporters } = await prepare();
    const asked = await request("epoch", [...at, "--data-uri", "ipfs://epoch", "--validity", "7200"]);
    expect([asked.status, asked.stderr]).to.deep.equal([0, ""]);
    expect(asked.stdout).to.match(/^epoch +0 of program 1\n/);

    for (const index of [0, 1]) {
      const signed = await sign(index, ...rpc);
      expect([signed.status, signed.stderr]).to.deep.equal([0, ""]);
    }
    const { privateKey } = p256KeyPair("reporter 4");
    folder.write("p256.pem", privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const p256 = ["--key", "p256.pem", "--verifier", await verifiers.p256.getAddress()];
    expect(await sign(4, ...p256, ...rpc)).to.deep.include({ status: 0, stderr: "" });

    const few = await collect(["1.json", "0.json"], "--json");
    expect([few.status, few.stderr]).to.deep.equal([1, ""]);
    expect(JSON.parse(few.stdout)).to.deep.include({
      weight: "2",
      quorum: "4",
      signature: null,
      submission: null,
    });

    const dry = await opendepin([
      "report",
      "collect",
      "request.json",
      "4.json",
      "0.json",
      "1.json",
      ...rpc,
      "--dry-run",
    ]);
    expect([dry.status, dry.stderr]).to.deep.equal([0, ""]);
    expect(dry.stdout).to.match(/result +enough; run without --dry-run to submit/);
    expect((await distributor.pendingReport()).finalizableAt).to.equal(0n);

    mkdirSync(folder.at("inbox"));
    for (const name of ["0", "1", "4"])
      folder.write(join("inbox", `${name}.json`), folder.read(`${name}.json`));
    folder.write(join("inbox", "broken.json"), "{");
    const done = await collect(["4.json", "inbox", "missing.json"]);
    expect([done.status, done.stderr]).to.deep.equal([0, ""]);
    expect(done.stdout).to.match(/\nmissing\.json: not counted: there is no such file\n/);
    expect(done.stdout).to.match(/^inbox\/broken\.json: not counted: not JSON: /);
    expect(done.stdout).to.include(
      `${reporters[1]?.key.signer ?? ""}  ${reporters[1]?.account ?? ""}  1       yes\n`,
    );
    expect(done.stdout).to.match(/\nkey 0x\w+…\w+ +0x\w{40} +1 +no\n/);
    expect(done.stdout).to.match(
      /\nweight +4 signed, 4 of 6 needed\nduplicates +1\ntransaction +0x\w{64}\ngas +\d+\n/,
    );
    const pending = await distributor.pendingReport();
    expect(pending.root).to.equal(
      (JSON.parse(folder.read("request.json")) as { report: { root: string } }).report.root,
    );

    const again = await collect(["inbox"]);
    expect([again.status, again.stdout]).to.deep.equal([1, ""]);
    expect(again.stderr).to.match(
      /^error: the report is submitted already; it is pending, final from [^\n]+\n$/,
    );
  });

  it("is refused by an honest member, with the line and the account that a forger changed", async () => {
    const { at, distributor } = await prepare();
    // the forger's own tools say whatever it wants: a consistent directory of other contributions, one row changed
    folder.forge("forged", "epoch", "claims.csv", (text) => text.replace(`${C3},411,`, `${C3},911,`));
    await forgeRequest(at);
    const where = await sign(0, "--published", "forged", ...rpc);
    expect([where.status, where.stdout]).to.deep.equal([1, ""]);
    expect(where.stderr).to.equal(
      `error: forged/claims.csv:4: account ${C3}: cumulative is 911, but 411 in own-0. Nothing was signed\n`,
    );
    const json = await sign(0, "--published", "forged", "--json");
    const { error } = JSON.parse(json.stderr) as { error: Record<string, unknown> };
    expect([error["code"], error["file"], error["line"]]).to.deep.equal([
      "REPORT_DIFFERS",
      "forged/claims.csv",
      4,
    ]);
    const figure = await sign(0);
    expect([figure.status, figure.stdout]).to.deep.equal([1, ""]);
    expect(figure.stderr).to.match(
      /^error: root is 0x1{64} in the request, but 0x\w{64} in own-0; total differs too. See where: add --published /,
    );
    expect(existsSync(folder.at("0.json"))).to.equal(false);
    expect((await distributor.pendingReport()).finalizableAt).to.equal(0n);
  });

  /** A request for a root of the forger's choice, well-formed in itself. */
  async function forgeRequest(at: readonly string[]): Promise<void> {
    await request("epoch", at, "honest.json");
    const honest = requestFromJson(JSON.parse(folder.read("honest.json")));
    const report = {
      ...honest.report,
      root: `0x${"11".repeat(32)}` as const,
      total: honest.report.total + 500n,
    };
    folder.write("request.json", JSON.stringify(requestToJson(reportRequest({ ...honest, report }))));
  }

  it("signs only as a member, for this chain and the committee as it is", async () => {
    const { at, committee, alice, reporters, signerOf } = await prepare();
    await request("epoch", at);
    await folder.build("own-9");
    const stranger = await sign(9, ...rpc);
    expect(ending(stranger)).to.match(/^1: error: the signer 0x\w{40} is no member of the committee/);

    const elsewhere = JSON.parse(folder.read("request.json")) as Record<string, unknown>;
    folder.write("request.json", JSON.stringify({ ...elsewhere, chainId: 1 }));
    const tampered = await sign(0, ...rpc);
    expect(ending(tampered)).to.match(/^1: error: request\.json: the request states digest 0x/);

    folder.write("request.json", JSON.stringify(elsewhere));
    await committee.connect(await signerOf(alice)).resign(keccak256(reporters[0]?.key.signer ?? "0x"));
    const stale = await sign(1, ...rpc);
    expect(ending(stale)).to.match(/^1: error: the committee has changed: .* configuration 1, it now is 2/);
    const offline = await sign(1);
    expect([offline.status, offline.stderr], "a machine without a network cannot know").to.deep.equal([
      0,
      "",
    ]);
    const inspected = await opendepin(["report", "inspect", "1.json", "--request", "request.json", ...rpc]);
    expect(inspected.status).to.equal(1);
    expect(inspected.stdout).to.match(/\nresult +does NOT count: the committee has changed/);
  });

  it("says of a request and of a signature what they are, and until when", async () => {
    const { at } = await prepare();
    await request("epoch", [...at, "--validity", "7200"]);
    await sign(0);
    const asked = await opendepin(["report", "inspect", "request.json", ...rpc]);
    expect([asked.status, asked.stderr]).to.deep.equal([0, ""]);
    expect(asked.stdout).to.match(/^this is +a request to sign a report\nepoch +0 of program 1\nroot +0x/);
    expect(asked.stdout).to.match(/\nvalid +for another 2 hours, by the clock of the chain\n/);
    expect(asked.stdout).to.match(/\nquorum +4 of 6, of 5 members\nresult +counts\n$/);
    const signed = await opendepin(["report", "inspect", "0.json", "--request", "request.json", ...rpc]);
    expect(signed.stdout).to.match(
      /^this is +a member's signature\nsigner +0x[^]*\nweight +1, of 4 needed\n/,
    );
    expect(signed.stdout).to.match(/\nresult +counts\n$/);
    await time.increase(2 * 86_400);
    const late = await opendepin(["report", "inspect", "request.json", ...rpc]);
    expect(late.status).to.equal(1);
    expect(late.stdout).to.match(/\nvalid +NO LONGER, since 46 hours, by the clock of the chain\n/);
    expect(late.stdout).to.match(/\nresult +does NOT count: the request was valid until /);
    const expired = await collect(["0.json"]);
    expect(ending(expired)).to.match(/^1: error: the request was valid until /);
  });

  it("never replaces a file", async () => {
    const { at } = await prepare();
    await request("epoch", at);
    const before = folder.read("request.json");
    const again = await request("epoch", at);
    expect([again.status, again.stderr]).to.deep.equal([
      2,
      "error: request.json: it exists already; name a new one\n",
    ]);
    expect(folder.read("request.json")).to.equal(before);
    await sign(0);
    expect((await sign(0)).stderr).to.equal("error: 0.json: it exists already; name a new one\n");
  });

  it("is what epoch propose points to, and committee show describes the committee", async () => {
    const { at, reporters, committee } = await prepare();
    const alone = await opendepin(["epoch", "propose", "epoch", ...rpc, ...at], SENDER);
    expect(ending(alone)).to.match(
      /^1: error: the program's reporter is a committee, 0x\w{40}, whose members sign together; see: opendepin report request --help\n$/,
    );
    const shown = await opendepin(["committee", "show", ...rpc, ...at]);
    expect([shown.status, shown.stderr]).to.deep.equal([0, ""]);
    for (const { key, account } of reporters.slice(0, 4)) {
      expect(shown.stdout).to.include(`${key.signer}  ${account}  1       ${PLEDGE}\n`);
    }
    expect(shown.stdout).to.match(/\nconfiguration +1\nquorum +4 of 6\n/);
    const json = await opendepin([
      "committee",
      "show",
      ...rpc,
      "--committee",
      await committee.getAddress(),
      "--json",
    ]);
    expect(JSON.parse(json.stdout)).to.deep.include({
      quorum: "4",
      totalWeight: "6",
      nextMinimumPledge: null,
    });
    const none = await opendepin(["committee", "show", ...rpc, "--committee", await stakingOf(committee)]);
    expect(ending(none)).to.match(/^2: error: the contract at 0x\w{40} is not a ReporterCommittee\n$/);
  });
});

/** Exit code and what it says of it. */
function ending({ status, stderr }: Ran): string {
  return `${status ?? "killed"}: ${stderr}`;
}

function stakingOf(committee: Awaited<ReturnType<typeof deployCommittee>>["committee"]): Promise<string> {
  return committee.pledges();
}
