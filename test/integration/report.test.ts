import { loadFixture, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Interface, keccak256, parseEther, solidityPacked } from "ethers";
import { ethers } from "hardhat";

import { collectApprovals, type Collection } from "../../src/chain/committee/collect-approvals";
import { examineRequest, requireStanding } from "../../src/chain/committee/check-request";
import { examineApproval } from "../../src/chain/committee/examine-approval";
import { COMMITTEE_INTERFACES, committeeAt } from "../../src/chain/committee/find-committee";
import { readCommittee } from "../../src/chain/committee/read-committee";
import { readPledgedCommittee } from "../../src/chain/committee/read-pledges";
import { requestReport } from "../../src/chain/committee/request-report";
import { submitApprovals } from "../../src/chain/committee/submit-approvals";
import { proposeReport } from "../../src/chain/propose-report";
import type { FoundApproval } from "../../src/files/read-approvals";
import type { Hex } from "../../src/hex";
import type { EpochReport } from "../../src/rewards/epoch/report";
import {
  approveRequest,
  committeeSignature,
  hashApproval,
  type ReportRequest,
  reportRequest,
  splitCommitteeSignature,
} from "../../src/rewards/report";
import { IDuty__factory, IReporterCommittee__factory } from "../../typechain-types";
import { secp256k1Key } from "../helpers/device-keys";
import { interfaceId } from "../helpers/interface-id";
import { PER_EPOCH } from "../helpers/suite";
import {
  deployCommittee,
  EPOCH,
  MINIMUM_PLEDGE,
  PLEDGE,
  QUORUM,
  type Reporter,
  WEIGHTS,
} from "./committee-network";
import { EpochFolder } from "./epoch-folder";

const VALIDITY = 86_400;
const OPTIONS = { dataURI: "ipfs://epoch", validitySeconds: VALIDITY };
/** Answers 1 to whatever it is asked. */
const YES_TO_ALL = "0x600160005260206000f3";

type World = Awaited<ReturnType<typeof deployCommittee>>;

describe("a committee's report", () => {
  const folder = new EpochFolder();

  async function prepare(): Promise<World & { epoch: EpochReport; request: ReportRequest }> {
    const world = await loadFixture(deployCommittee);
    const epoch = await folder.build("epoch");
    return { ...world, epoch, request: await requestReport(world.distributor, epoch, OPTIONS) };
  }

  async function approvals(request: ReportRequest, reporters: readonly Reporter[]): Promise<FoundApproval[]> {
    return Promise.all(
      reporters.map(async ({ name, key }) => ({ path: name, approval: await approveRequest(request, key) })),
    );
  }

  async function collect(
    { committee }: World,
    request: ReportRequest,
    found: readonly FoundApproval[],
  ): Promise<Collection> {
    return collectApprovals(committee, await readCommittee(committee), request, found);
  }

  async function codeOf(promise: Promise<unknown>): Promise<unknown> {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof Error && "code" in error ? error.code : error;
  }

  describe("committeeAt", () => {
    it("asks for the interfaces that the contract has", () => {
      const signatures = new Interface(["function isValidSignature(bytes32,bytes) view returns (bytes4)"]);
      const parents = [IDuty__factory.createInterface(), signatures];
      expect(COMMITTEE_INTERFACES).to.deep.equal({
        IERC1271: interfaceId(signatures),
        IReporterCommittee: interfaceId(IReporterCommittee__factory.createInterface(), parents),
      });
    });

    it("tells a committee from accounts, wallets, other contracts, and one that says yes to all", async () => {
      const { provider, committee, alice, token, distributor } = await loadFixture(deployCommittee);
      const wallet = await ethers.deployContract("ReporterWalletMock", [distributor]);
      const liar = "0x00000000000000000000000000000000000a11e5";
      await setCode(liar, YES_TO_ALL);
      const addresses = [committee, alice, wallet, token, distributor, liar];
      const found = await Promise.all(
        addresses.map(async (each) =>
          committeeAt(provider, typeof each === "string" ? each : await each.getAddress()),
        ),
      );
      expect(found.map((each) => each !== undefined)).to.deep.equal([
        true,
        false,
        false,
        false,
        false,
        false,
      ]);
    });
  });

  describe("readPledgedCommittee", () => {
    it("has the members with their keys, accounts, weights and pledges", async () => {
      const { committee, staking, reporters } = await loadFixture(deployCommittee);
      const read = await readPledgedCommittee(committee);
      const expected = reporters.map(({ key, account }, index) => ({
        key: keccak256(key.signer),
        signer: key.signer,
        account,
        weight: WEIGHTS[index],
        pledged: PLEDGE,
      }));
      expect(read.members).to.deep.equal(expected.sort((a, b) => (a.key < b.key ? -1 : 1)));
      expect(read).to.deep.include({
        configuration: 1,
        quorum: QUORUM,
        totalWeight: 6n,
        minimumPledge: 0n,
        nextMinimumPledge: undefined,
        pledges: (await staking.getAddress()).toLowerCase(),
      });
    });

    it("follows weights that change, members that leave, and a minimum that is announced", async () => {
      const { committee, committeesManager, reporters, signerOf } = await loadFixture(deployCommittee);
      const manager = committee.connect(await signerOf(committeesManager));
      const [first, second] = reporters;
      if (!first || !second) throw new Error("the fixture has too few reporters");
      const heavier = { signer: second.key.signer, account: second.account, weight: 7 };
      await manager.configure([keccak256(first.key.signer)], [heavier], 7);
      await manager.setMinimumPledge(MINIMUM_PLEDGE);
      const from = (await time.latest()) + 7 * 86_400;
      const read = await readPledgedCommittee(committee);
      expect(read.members.map(({ signer }) => signer)).to.have.members(
        reporters.slice(1).map(({ key }) => key.signer),
      );
      expect(read.members.find(({ signer }) => signer === second.key.signer)?.weight).to.equal(7n);
      expect([read.configuration, read.nextMinimumPledge]).to.deep.equal([
        2,
        { amount: MINIMUM_PLEDGE, from },
      ]);
    });
  });

  describe("requestReport", () => {
    it("states what the contracts will look at, and digests as they have them", async () => {
      const { request, epoch, distributor, committee } = await prepare();
      const { report, digest, configuration } = request;
      expect(report).to.deep.equal({
        program: 1,
        epoch: EPOCH,
        nonce: 1,
        deadline: (await time.latest()) + VALIDITY,
        root: epoch.root,
        total: epoch.total,
        dataHash: epoch.dataHash,
        dataURI: OPTIONS.dataURI,
      });
      expect(digest).to.equal(await distributor.hashReport(report));
      expect(hashApproval({ report: digest, configuration }, request)).to.equal(
        await committee.hashApproval(digest, configuration),
      );
    });

    it("refuses where a single reporter signs", async () => {
      const { distributor, epoch, programManager, alice, signerOf } = await prepare();
      await distributor.connect(await signerOf(programManager)).setReporter(alice);
      expect(await codeOf(requestReport(distributor, epoch, OPTIONS))).to.equal("NOT_COMMITTEE");
    });

    it("refuses an epoch that has not ended, costs more than there is, or starts from another ledger", async () => {
      const { distributor } = await prepare();
      const early = await folder.build("early", { epoch: 1n });
      const costly = await folder.build("costly", { budget: PER_EPOCH + 17n });
      const orphan = await folder.build("orphan", { epoch: 3n, previous: "epoch" });
      const codes = [early, costly, orphan].map((each) => codeOf(requestReport(distributor, each, OPTIONS)));
      expect(await Promise.all(codes)).to.deep.equal(["EPOCH_NOT_ENDED", "OVER_BUDGET", "LEDGER_DIFFERS"]);
    });

    it("refuses while a report is pending or frozen, and takes one that is due for final", async () => {
      const world = await prepare();
      const { distributor, disputes, epoch } = world;
      await submit(world, world.request);
      const next = await folder.build("next", { epoch: 1n, previous: "epoch" });
      expect(await codeOf(requestReport(distributor, next, OPTIONS))).to.equal("REPORT_PENDING");
      await distributor.connect(await world.signerOf(disputes)).freeze(EPOCH);
      expect(await codeOf(requestReport(distributor, next, OPTIONS))).to.equal("REPORT_FROZEN");
      await distributor.connect(await world.signerOf(disputes)).unfreeze(EPOCH);
      await time.increase(2 * 86_400);
      expect((await requestReport(distributor, next, OPTIONS)).report.nonce).to.equal(2);
      expect(await codeOf(requestReport(distributor, epoch, OPTIONS))).to.equal("EPOCH_CLOSED");
    });
  });

  /** With the signatures of the first four, sent by somebody who is no member. */
  async function submit(world: World, request: ReportRequest) {
    const { signature } = await collect(
      world,
      request,
      await approvals(request, world.reporters.slice(0, 4)),
    );
    if (signature === undefined) throw new Error("the first four are no quorum");
    return submitApprovals(world.distributor, request, signature, await world.signerOf(world.stranger));
  }

  describe("collectApprovals", () => {
    it("gives the same in every order", async () => {
      const world = await prepare();
      const found = await approvals(world.request, world.reporters.slice(0, 4));
      const results = new Set<string | undefined>();
      for (const order of permutations(found)) {
        const { signature, weight, refused } = await collect(world, world.request, order);
        expect([weight, refused]).to.deep.equal([QUORUM, []]);
        results.add(signature);
      }
      expect([...results]).to.deep.equal([committeeSignature(found.map(({ approval }) => approval))]);
    });

    it("counts a member once, however often its approval is there", async () => {
      const world = await prepare();
      const [first] = await approvals(world.request, world.reporters);
      if (!first) throw new Error("the fixture has too few reporters");
      const found = Array.from({ length: 5 }, () => first);
      const { weight, duplicates, signature, refused } = await collect(world, world.request, found);
      expect([weight, duplicates, signature, refused]).to.deep.equal([1n, 4, undefined, []]);
    });

    it("is not enough one short of the quorum, and enough with a P-256 key's weight", async () => {
      const world = await prepare();
      const found = await approvals(world.request, world.reporters);
      const three = await collect(world, world.request, found.slice(0, 3));
      expect([three.weight, three.chosen, three.signature]).to.deep.equal([3n, undefined, undefined]);
      const { weight, signature } = await collect(world, world.request, found.slice(2));
      expect(weight).to.equal(4n);
      expect(await world.committee.isValidSignature(world.request.digest, signature ?? "0x")).to.equal(
        "0x1626ba7e",
      );
    });

    it("submits no more than the quorum needs, and of that the cheapest", async () => {
      const world = await prepare();
      const found = await approvals(world.request, world.reporters);
      const { weight, chosen = [], counted, signature = "0x" } = await collect(world, world.request, found);
      expect([weight, counted.length, chosen.length]).to.deep.equal([6n, 5, 4]);
      const p256 = world.reporters.at(-1)?.key.signer;
      const signers = splitCommitteeSignature(signature).map(({ signer }) => signer);
      expect(signers, "four of 7,000 gas instead of three with one of 32,000").not.to.include(p256);
    });

    it("names what is of no use, and counts the others", async () => {
      const world = await prepare();
      const { request, reporters } = world;
      const [a, b, ...good] = await approvals(request, reporters);
      if (!a || !b) throw new Error("the fixture has too few reporters");
      const other = reportRequest({ ...request, report: { ...request.report, nonce: 2 } });
      const [elsewhere] = await approvals(other, reporters);
      const stranger = secp256k1Key("stranger");
      const key = {
        signer: stranger.signer as Hex,
        sign: (digest: Hex) => Promise.resolve(stranger.sign(digest) as Hex),
      };
      const bad: [FoundApproval, RegExp][] = [
        [{ path: "", approval: elsewhere?.approval ?? a.approval }, /another request: its digest is 0x/],
        [{ path: "", approval: { ...a.approval, configuration: 7 } }, /its configuration is 7, not 1/],
        [{ path: "", approval: { ...a.approval, chainId: 1 } }, /its chainId is 1, not 31337/],
        [{ path: "", approval: { ...a.approval, committee: request.distributor } }, /its committee is 0x/],
        [{ path: "", approval: await approveRequest(request, key) }, /is no member of the committee/],
        [
          { path: "", approval: { ...a.approval, signature: b.approval.signature } },
          /its signature is not that/,
        ],
        [{ path: "", approval: { ...a.approval, signature: "0x" } }, /its signature is not that/],
        [{ path: "", approval: { ...a.approval, signer: "0x12" } }, /A signer is an address of 20 bytes/],
        [
          { path: "", approval: { ...a.approval, signature: `0x${"00".repeat(0x10000)}` } },
          /has at most 65535 bytes/,
        ],
      ];
      const files = bad.map(([{ approval }], index) => ({ path: `bad ${index}`, approval }));
      const { refused, weight, signature } = await collect(world, request, [...files, ...good]);
      expect(refused.map(({ path }) => path)).to.deep.equal(files.map(({ path }) => path));
      bad.forEach(([, reason], index) => expect(refused[index]?.reason).to.match(reason));
      expect([weight, signature === undefined]).to.deep.equal([4n, false]);
    });

    it("takes a member's right approval after a wrong one in its name", async () => {
      const world = await prepare();
      const [a, b] = await approvals(world.request, world.reporters);
      if (!a || !b) throw new Error("the fixture has too few reporters");
      const forged = { path: "forged", approval: { ...a.approval, signature: b.approval.signature } };
      const { refused, weight } = await collect(world, world.request, [forged, a]);
      expect([refused.map(({ path }) => path), weight]).to.deep.equal([["forged"], 1n]);
    });
  });

  describe("submitApprovals", () => {
    it("reports the epoch, whoever sends", async () => {
      const world = await prepare();
      const { proposed, finalizableAt, finalized } = await submit(world, world.request);
      expect([finalized, proposed.gasUsed > 0n]).to.deep.equal([undefined, true]);
      const pending = await world.distributor.pendingReport();
      expect([pending.root, pending.total, pending.finalizableAt]).to.deep.equal([
        world.epoch.root,
        world.epoch.total,
        BigInt(finalizableAt),
      ]);
    });

    it("finalises a report before it that is due", async () => {
      const world = await prepare();
      await submit(world, world.request);
      const next = await folder.build("next", { epoch: 1n, previous: "epoch" });
      await time.increase(2 * 86_400);
      const { finalized } = await submit(world, await requestReport(world.distributor, next, OPTIONS));
      expect(finalized?.transaction).to.match(/^0x/);
      expect(await world.distributor.rootOf(EPOCH)).to.equal(world.epoch.root);
      expect((await world.distributor.pendingReport()).root).to.equal(next.root);
    });

    it("refuses before it sends, when the committee has changed since it was signed", async () => {
      const world = await prepare();
      const [first] = world.reporters;
      await world.committee
        .connect(await world.signerOf(world.alice))
        .resign(keccak256(first?.key.signer ?? "0x"));
      const block = await ethers.provider.getBlockNumber();
      expect(await codeOf(requireStanding(world.distributor, world.request))).to.equal("CONFIGURATION_STALE");
      const signature = committeeSignature([]);
      const sender = await world.signerOf(world.stranger);
      expect(await codeOf(submitApprovals(world.distributor, world.request, signature, sender))).to.equal(
        "CONFIGURATION_STALE",
      );
      expect(await ethers.provider.getBlockNumber()).to.equal(block);
    });

    it("refuses what is expired, submitted, paused, or for another committee", async () => {
      const world = await prepare();
      const { distributor, request, guardian, signerOf, programManager } = world;
      await distributor.connect(await signerOf(guardian)).pauseProposals((await time.latest()) + 3_600);
      expect(await codeOf(submit(world, request))).to.equal("PROPOSALS_PAUSED");
      await time.increase(3_600);
      await submit(world, request);
      expect(await codeOf(submit(world, request))).to.equal("REPORT_SUBMITTED");
      await time.increase(VALIDITY);
      await distributor.connect(await signerOf(programManager)).setReporter(await anotherCommittee(world));
      const { problems } = await examineRequest(distributor, request);
      expect(problems.map(({ code }) => code)).to.deep.equal([
        "COMMITTEE_DIFFERS",
        "REPORT_SUBMITTED",
        "REQUEST_EXPIRED",
      ]);
    });

    it("says that another report took the nonce", async () => {
      const world = await prepare();
      const other = await folder.build("other", { budget: 900n });
      await submit(world, await requestReport(world.distributor, other, OPTIONS));
      expect(await codeOf(submit(world, world.request))).to.equal("NONCE_STALE");
    });
  });

  it("is not proposed by one member alone: the command says what to do instead", async () => {
    const { distributor, epoch, alice, signerOf } = await prepare();
    const proposing = proposeReport(distributor, epoch, await signerOf(alice), OPTIONS);
    const error: unknown = await proposing.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property("code", "NOT_REPORTER");
    expect(error)
      .to.have.property("message")
      .that.matches(/is a committee, 0x\w{40}.*opendepin report request/);
  });

  describe("examineApproval", () => {
    it("finds a good one good, also of a P-256 key", async () => {
      const world = await prepare();
      for (const { approval } of await approvals(world.request, world.reporters)) {
        const { member, problems } = await examineApproval(world.provider, approval);
        expect([member?.key, problems]).to.deep.equal([keccak256(approval.signer), []]);
      }
    });

    it("names a stale configuration, a stranger and a wrong signature", async () => {
      const world = await prepare();
      const [a, b] = await approvals(world.request, world.reporters);
      if (!a || !b) throw new Error("the fixture has too few reporters");
      await world.committee.connect(await world.signerOf(world.alice)).resign(keccak256(a.approval.signer));
      const forged = { ...b.approval, signature: a.approval.signature };
      const codes = await Promise.all(
        [a.approval, forged].map(async (approval) =>
          (await examineApproval(world.provider, approval)).problems.map(({ code }) => code),
        ),
      );
      expect(codes).to.deep.equal([
        ["CONFIGURATION_STALE", "NOT_MEMBER"],
        ["CONFIGURATION_STALE", "SIGNATURE_WRONG"],
      ]);
    });
  });
});

async function anotherCommittee({ staking, makers, authority, bob }: World) {
  const member = { signer: solidityPacked(["address"], [bob.address]), account: bob.address, weight: 1 };
  return ethers.deployContract("ReporterCommittee", [
    staking,
    makers,
    [member],
    1,
    parseEther("0"),
    authority,
  ]);
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
