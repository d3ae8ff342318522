import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, TypedDataEncoder, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { type Address, type Hex } from "../../../src/hex";
import { approvalTypes, hashApproval } from "../../../src/rewards/report";
import { offlineKey } from "../../helpers/accounts";
import { approve, chunk, committeeDomain, deployCommitteeOfFive, QUORUM } from "../../helpers/committee";
import { keyHash } from "../../helpers/device-keys";
import { inheritFromChain, OTHER_CHAIN } from "../../helpers/inherit-from-chain";
import { nextReport } from "../../helpers/report";
import { PER_EPOCH } from "../../helpers/suite";

const REPORT = id("digest of a report") as Hex;
const ENCODED_TYPE = "ReportApproval(bytes32 report,uint32 configuration)";
const REPORT_APPROVAL_TYPEHASH = "0xfe7279cbffcdc7723c258a773854f2bce992a403580261e6cd2b7fad7d5a92b0";
const TYPES = { ReportApproval: [...approvalTypes.ReportApproval] };
const LAST_CONFIGURATION = 2 ** 32 - 1;

describe("ReporterCommittee typed data", () => {
  it("the type hash is that of the arguments of hashApproval, and is pinned: a change of it breaks every signer", async () => {
    const { committee } = await loadFixture(deployCommitteeOfFive);
    const { inputs } = committee.interface.getFunction("hashApproval");
    const fields = inputs.map(({ type, name }) => `${type} ${name.replace(/_$/, "")}`).join(",");
    expect(`ReportApproval(${fields})`).to.equal(ENCODED_TYPE);
    expect(TypedDataEncoder.from(TYPES).encodeType("ReportApproval")).to.equal(ENCODED_TYPE);
    expect(await committee.REPORT_APPROVAL_TYPEHASH()).to.equal(id(ENCODED_TYPE));
    expect(await committee.REPORT_APPROVAL_TYPEHASH()).to.equal(REPORT_APPROVAL_TYPEHASH);
  });

  it("shares no type with the reports of the distributor", async () => {
    const { committee, distributor } = await loadFixture(deployCommitteeOfFive);
    expect(await committee.REPORT_APPROVAL_TYPEHASH()).to.not.equal(await distributor.REPORT_TYPEHASH());
  });

  for (const configuration of [0, 1, LAST_CONFIGURATION]) {
    it(`hashApproval for configuration ${configuration} is what ethers and the library compute`, async () => {
      const { committee } = await loadFixture(deployCommitteeOfFive);
      const domain = await committeeDomain(committee);
      const onChain = await committee.hashApproval(REPORT, configuration);
      const approval = { report: REPORT, configuration };
      expect(onChain).to.equal(TypedDataEncoder.hash(domain, TYPES, approval));
      const { chainId } = await ethers.provider.getNetwork();
      const address = (await committee.getAddress()) as Address;
      expect(onChain).to.equal(hashApproval(approval, { chainId, committee: address }));
    });
  }

  it("depends on the report and on the configuration", async () => {
    const { committee } = await loadFixture(deployCommitteeOfFive);
    const digests = [
      await committee.hashApproval(REPORT, 1),
      await committee.hashApproval(REPORT, 2),
      await committee.hashApproval(id("another report"), 1),
      await committee.hashApproval(ZeroHash, 1),
    ];
    expect(new Set(digests).size).to.equal(digests.length);
  });

  it("a wallet's signTypedData over the distributor's digest is an approval", async () => {
    const { committee, distributor, members } = await loadFixture(deployCommitteeOfFive);
    const report = await nextReport(distributor, 0, { root: id("root"), total: PER_EPOCH });
    const digest = await distributor.hashReport(report);
    const approval = { report: digest, configuration: await committee.configuration() };
    const signature = await offlineKey("alice").signTypedData(
      await committeeDomain(committee),
      TYPES,
      approval,
    );
    const joined = `${chunk(members.alice.key.signer)}${chunk(signature).slice(2)}`;
    expect(joined).to.equal(await approve(committee, digest, [members.alice]));
    expect(await committee.weightOf(digest, joined)).to.equal(3);
  });

  it("names its domain by ERC-5267", async () => {
    const { committee } = await loadFixture(deployCommitteeOfFive);
    const { chainId } = await ethers.provider.getNetwork();
    expect(await committee.eip712Domain()).to.deep.equal([
      "0x0f",
      "OpenDePIN ReporterCommittee",
      "1",
      chainId,
      await committee.getAddress(),
      ZeroHash,
      [],
    ]);
  });

  context("given a chain that split off from the one that the committee was deployed on", () => {
    it("RC-06: approvals for the chain before count no longer, and those for this one do", async () => {
      const { committee, all } = await loadFixture(deployCommitteeOfFive);
      const domain = await committeeDomain(committee);
      const approval = { report: REPORT, configuration: 1 };
      const digestBefore = TypedDataEncoder.hash({ ...domain, chainId: OTHER_CHAIN }, TYPES, approval);
      await inheritFromChain(committee, domain);

      const before = await approve(committee, REPORT, all, digestBefore);
      const first = all.map(({ key }) => keyHash(key)).sort()[0];
      await expect(committee.weightOf(REPORT, before))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
        .withArgs(first, 1);
      const now = await approve(committee, REPORT, all, TypedDataEncoder.hash(domain, TYPES, approval));
      expect(await committee.weightOf(REPORT, now)).to.be.at.least(QUORUM);
    });
  });
});
