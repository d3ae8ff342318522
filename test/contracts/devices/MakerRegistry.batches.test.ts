import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, ZeroHash } from "ethers";

import { deployDevices, MAKER } from "../../helpers/devices";
import { LATEST_DEADLINE } from "../../helpers/report";

const ROOT = id("root");

describe("MakerRegistry", () => {
  async function givenABatch() {
    const devices = await deployDevices();
    const expiry = BigInt(await time.latest()) + 1_000n;
    await devices.makers.connect(devices.manufacturer).provisionBatch(MAKER, ROOT, expiry, "ipfs://batch");
    return { ...devices, expiry };
  }

  describe("provisionBatch", () => {
    it("reverts for anybody but the maker's account, and for a maker that does not exist", async () => {
      const { makers, makersManager, manufacturer } = await loadFixture(deployDevices);
      await expect(makers.connect(makersManager).provisionBatch(MAKER, ROOT, LATEST_DEADLINE, ""))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotMaker")
        .withArgs(MAKER, makersManager.address);
      await expect(makers.connect(manufacturer).provisionBatch(2, ROOT, LATEST_DEADLINE, ""))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(2);
    });

    it("reverts for a revoked maker", async () => {
      const { makers, makersManager, manufacturer } = await loadFixture(deployDevices);
      await makers.connect(makersManager).setMakerActive(MAKER, false);
      await expect(makers.connect(manufacturer).provisionBatch(MAKER, ROOT, LATEST_DEADLINE, ""))
        .to.be.revertedWithCustomError(makers, "MakerRegistryMakerInactive")
        .withArgs(MAKER);
    });

    it("reverts for a zero root", async () => {
      const { makers, manufacturer } = await loadFixture(deployDevices);
      await expect(makers.connect(manufacturer).provisionBatch(MAKER, ZeroHash, LATEST_DEADLINE, ""))
        .to.be.revertedWithCustomError(makers, "MakerRegistryEmptyRoot")
        .withArgs();
    });

    it("reverts for an expiry one second ago, and accepts the present second", async () => {
      const { makers, manufacturer } = await loadFixture(deployDevices);
      const now = BigInt(await time.latest()) + 100n;
      await time.setNextBlockTimestamp(now);
      await expect(makers.connect(manufacturer).provisionBatch(MAKER, ROOT, now - 1n, ""))
        .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationExpired")
        .withArgs(now - 1n, now);
      await time.setNextBlockTimestamp(now + 1n);
      await expect(makers.connect(manufacturer).provisionBatch(MAKER, ROOT, now + 1n, "")).to.emit(
        makers,
        "BatchProvisioned",
      );
    });

    it("provisions a root for one maker and no other", async () => {
      const { makers, manufacturer } = await loadFixture(deployDevices);
      await expect(makers.connect(manufacturer).provisionBatch(MAKER, ROOT, LATEST_DEADLINE, "ipfs://batch"))
        .to.emit(makers, "BatchProvisioned")
        .withArgs(MAKER, ROOT, LATEST_DEADLINE, "ipfs://batch");
      expect(await makers.batchOf(MAKER, ROOT)).to.deep.equal([LATEST_DEADLINE, false]);
      expect(await makers.batchOf(2, ROOT)).to.deep.equal([0n, false]);
    });

    it("moves the expiry of a batch, forth and back, also after it has passed", async () => {
      const { makers, manufacturer, expiry } = await loadFixture(givenABatch);
      await time.increaseTo(expiry + 1n);
      for (const moved of [expiry + 5_000n, expiry + 2_000n]) {
        await makers.connect(manufacturer).provisionBatch(MAKER, ROOT, moved, "");
        expect(await makers.batchOf(MAKER, ROOT)).to.deep.equal([moved, false]);
      }
    });
  });

  describe("revokeBatch", () => {
    it("reverts for anybody but the maker and the guardian: governance and other makers included", async () => {
      const { makers, makersManager, bob, stranger } = await loadFixture(givenABatch);
      await makers.connect(makersManager).addMaker(bob, "");
      for (const caller of [makersManager, bob, stranger]) {
        await expect(makers.connect(caller).revokeBatch(MAKER, ROOT))
          .to.be.revertedWithCustomError(makers, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for a batch that was never provisioned, and for a maker that does not exist", async () => {
      const { makers, guardian } = await loadFixture(givenABatch);
      await expect(makers.connect(guardian).revokeBatch(MAKER, id("another root")))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownBatch")
        .withArgs(MAKER, id("another root"));
      await expect(makers.connect(guardian).revokeBatch(2, ROOT))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(2);
    });

    for (const by of ["manufacturer", "guardian"] as const) {
      it(`the ${by} revokes a batch for good`, async () => {
        const { makers, expiry, manufacturer, guardian } = await loadFixture(givenABatch);
        const caller = { manufacturer, guardian }[by];
        await expect(makers.connect(caller).revokeBatch(MAKER, ROOT))
          .to.emit(makers, "BatchRevoked")
          .withArgs(MAKER, ROOT, caller.address);
        expect(await makers.batchOf(MAKER, ROOT)).to.deep.equal([expiry, true]);

        await expect(makers.connect(caller).revokeBatch(MAKER, ROOT))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownBatch")
          .withArgs(MAKER, ROOT);
        await expect(makers.connect(manufacturer).provisionBatch(MAKER, ROOT, LATEST_DEADLINE, ""))
          .to.be.revertedWithCustomError(makers, "MakerRegistryBatchRevoked")
          .withArgs(MAKER, ROOT);
      });
    }
  });
});
