import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, id, Signature, toBeHex, TypedDataEncoder, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import { passEpoch } from "../../helpers/clock";
import { nextReport, type Report, REPORT_TYPES, reportDomain, signReport } from "../../helpers/report";
import { deployDistributor, deploySuite, PER_EPOCH } from "../../helpers/suite";

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const REPORT_TYPEHASH = "0x58cfcdcf91a69399fc60faefe4e634e590484543ee42f88271ff130f7522c3b8";

/** Order of the mock's enum. */
const WALLET = { honest: 0, reverting: 1, garbage: 2, short: 3, bomb: 4, empty: 5 } as const;

/** One change to each signed field, each to a value that every other rule would accept. */
const MUTATIONS: Record<keyof Report, Partial<Report>> = {
  program: { program: 2n },
  epoch: { epoch: 1n },
  nonce: { nonce: 2n },
  deadline: { deadline: 2n ** 40n - 2n },
  root: { root: id("another root") },
  total: { total: PER_EPOCH - 1n },
  dataHash: { dataHash: id("other data") },
  dataURI: { dataURI: "ipfs://elsewhere" },
};
/** Two fields are pinned by the sequence before the signature is looked at. */
const REFUSED_BEFORE: Partial<Record<keyof Report, string>> = {
  program: "RewardDistributorWrongProgram",
  nonce: "RewardDistributorWrongNonce",
};

describe("RewardDistributor signatures", () => {
  async function givenAReport() {
    const suite = await deploySuite();
    await passEpoch(suite.genesis, 1);
    const report = await nextReport(suite.distributor, 0, { root: id("root"), total: PER_EPOCH });
    return { ...suite, report };
  }

  async function givenAWallet() {
    const fixture = await givenAReport();
    const owner = offlineKey("owner of the wallet");
    const wallet = await ethers.deployContract("ReporterWalletMock", [owner]);
    await fixture.distributor.connect(fixture.programManager).setReporter(wallet);
    const signature = await signReport(fixture.distributor, fixture.report, owner);
    return { ...fixture, wallet, owner, signature };
  }

  describe("hashReport", () => {
    it("the type hash is that of the struct in the ABI", async () => {
      const { distributor } = await loadFixture(givenAReport);
      const fields = distributor.interface.getFunction("propose").inputs[0]?.components ?? [];
      const encodedType = `Report(${fields.map(({ type, name }) => `${type} ${name}`).join(",")})`;
      expect(await distributor.REPORT_TYPEHASH()).to.equal(id(encodedType));
      expect(TypedDataEncoder.from(REPORT_TYPES).encodeType("Report")).to.equal(encodedType);
    });

    it("the type hash is pinned: a change of it breaks every signer", async () => {
      const { distributor } = await loadFixture(givenAReport);
      expect(await distributor.REPORT_TYPEHASH()).to.equal(REPORT_TYPEHASH);
    });

    it("equals the digest that ethers computes by EIP-712", async () => {
      const { distributor, report } = await loadFixture(givenAReport);
      const domain = await reportDomain(distributor);
      expect(await distributor.hashReport(report)).to.equal(
        TypedDataEncoder.hash(domain, REPORT_TYPES, report),
      );
    });

    it("names its domain by ERC-5267", async () => {
      const { distributor } = await loadFixture(givenAReport);
      const { chainId } = await ethers.provider.getNetwork();
      expect(await distributor.eip712Domain()).to.deep.equal([
        "0x0f",
        "OpenDePIN RewardDistributor",
        "1",
        chainId,
        await distributor.getAddress(),
        ZeroHash,
        [],
      ]);
    });

    for (const [field, change] of Object.entries(MUTATIONS)) {
      it(`depends on ${field}`, async () => {
        const { distributor, report } = await loadFixture(givenAReport);
        const changed = await distributor.hashReport({ ...report, ...change });
        expect(changed).to.not.equal(await distributor.hashReport(report));
      });
    }
  });

  describe("propose", () => {
    context("when a signed field is changed after signing", () => {
      for (const [field, change] of Object.entries(MUTATIONS) as [keyof Report, Partial<Report>][]) {
        it(`refuses another ${field}`, async () => {
          const { distributor, report, reporter } = await loadFixture(givenAReport);
          const signature = await signReport(distributor, report, reporter);
          await expect(
            distributor.propose({ ...report, ...change }, signature),
          ).to.be.revertedWithCustomError(
            distributor,
            REFUSED_BEFORE[field] ?? "RewardDistributorInvalidSignature",
          );
        });
      }
    });

    context("when the signature was made for another domain", () => {
      it("refuses one for another chain id", async () => {
        const { distributor, report, reporter } = await loadFixture(givenAReport);
        const signature = await signReport(distributor, report, reporter, { chainId: 1n });
        await expect(distributor.propose(report, signature))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
          .withArgs(reporter.address);
      });

      it("refuses one for another deployment of the same program", async () => {
        const { controller, authority, distributor, report, reporter } = await loadFixture(givenAReport);
        const twin = await deployDistributor(controller, 1, reporter, authority);
        const signature = await signReport(twin, report, reporter);
        await expect(distributor.propose(report, signature))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
          .withArgs(reporter.address);
      });

      for (const change of [{ name: "RewardDistributor" }, { version: "2" }]) {
        it(`refuses one for ${JSON.stringify(change)}`, async () => {
          const { distributor, report, reporter } = await loadFixture(givenAReport);
          const signature = await signReport(distributor, report, reporter, change);
          await expect(distributor.propose(report, signature))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
            .withArgs(reporter.address);
        });
      }
    });

    context("given programs with reporters of their own", () => {
      it("nonces are per distributor: a report of one program never uses up another's nonce", async () => {
        const { controller, authority, emissionsManager, distributor, report, reporter } =
          await loadFixture(givenAReport);
        const second = await deployDistributor(controller, 2, reporter, authority);
        await controller.connect(emissionsManager).addProgram(second);
        await distributor.propose(report, await signReport(distributor, report, reporter));
        expect(await distributor.reportNonce()).to.equal(2);
        expect(await second.reportNonce()).to.equal(1);
      });

      it("refuses the report that one program signed when it is renamed for another", async () => {
        const { controller, authority, distributor, report, reporter } = await loadFixture(givenAReport);
        const second = await deployDistributor(controller, 2, reporter, authority);
        const signature = await signReport(distributor, report, reporter);
        await expect(second.propose({ ...report, program: 2n, total: 0n }, signature))
          .to.be.revertedWithCustomError(second, "RewardDistributorInvalidSignature")
          .withArgs(reporter.address);
      });
    });

    context("when the reporter is an account", () => {
      async function signatureOf() {
        const fixture = await loadFixture(givenAReport);
        const signature = Signature.from(
          await signReport(fixture.distributor, fixture.report, fixture.reporter),
        );
        return { ...fixture, signature };
      }

      it("refuses another account's signature", async () => {
        const { distributor, report, reporter } = await loadFixture(givenAReport);
        const signature = await signReport(distributor, report, offlineKey("somebody else"));
        await expect(distributor.propose(report, signature))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
          .withArgs(reporter.address);
      });

      it("refuses the malleable twin of the signature (high s)", async () => {
        const { distributor, report, reporter, signature } = await signatureOf();
        const highS = toBeHex(SECP256K1_ORDER - BigInt(signature.s), 32);
        const flippedV = signature.v === 27 ? "0x1c" : "0x1b";
        await expect(distributor.propose(report, concat([signature.r, highS, flippedV])))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
          .withArgs(reporter.address);
      });

      it("refuses malformed signatures: empty, 64 bytes, a tail, v of 0", async () => {
        const { distributor, report, reporter, signature } = await signatureOf();
        const { r, s, yParityAndS, serialized } = signature;
        for (const malformed of [
          "0x",
          concat([r, yParityAndS]),
          concat([serialized, "0x00"]),
          concat([r, s, "0x00"]),
        ]) {
          await expect(distributor.propose(report, malformed))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
            .withArgs(reporter.address);
        }
      });

      it("accepts its signature", async () => {
        const { distributor, report, reporter, signature } = await signatureOf();
        await expect(distributor.propose(report, signature.serialized)).to.emit(
          distributor,
          "ReportProposed",
        );
        expect((await distributor.pendingReport()).root).to.equal(report.root);
        expect(await distributor.reporter()).to.equal(reporter.address);
      });
    });

    context("when the reporter is a contract (ERC-1271)", () => {
      for (const [name, behaviour] of Object.entries(WALLET).slice(1)) {
        it(`refuses the report if the wallet's answer is ${name}`, async () => {
          const { distributor, wallet, report, signature } = await loadFixture(givenAWallet);
          await wallet.setBehaviour(behaviour);
          await expect(distributor.propose(report, signature))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
            .withArgs(await wallet.getAddress());
          expect(await distributor.reportNonce()).to.equal(1);
        });
      }

      it("refuses a signature that the wallet does not accept", async () => {
        const { distributor, wallet, report, reporter } = await loadFixture(givenAWallet);
        await expect(distributor.propose(report, await signReport(distributor, report, reporter)))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
          .withArgs(await wallet.getAddress());
      });

      it("accepts what the wallet accepts, and names the wallet as the reporter", async () => {
        const { distributor, wallet, report, signature } = await loadFixture(givenAWallet);
        const receipt = await (await distributor.propose(report, signature)).wait();
        const [proposed] = await distributor.queryFilter(
          distributor.filters.ReportProposed(),
          receipt?.blockNumber,
        );
        expect(proposed?.args.reporter).to.equal(await wallet.getAddress());
        expect((await distributor.pendingReport()).root).to.equal(report.root);
      });
    });
  });
});
