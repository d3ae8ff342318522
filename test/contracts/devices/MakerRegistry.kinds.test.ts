import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { APP, Category, deployDevices, HOTSPOT, HOTSPOT_BOND } from "../../helpers/devices";

const UNKNOWN = [0n, 4n];
const NOTICE = 7n * 86_400n;

describe("MakerRegistry", () => {
  describe("addKind", () => {
    it("reverts for program 0", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      await expect(makers.connect(makersManager).addKind(0, Category.Digital, true, 0, "Kind", ""))
        .to.be.revertedWithCustomError(makers, "MakerRegistryZeroProgram")
        .withArgs();
    });

    const refused: Record<string, string> = {
      "an empty name": "",
      "a name of 65 characters": "x".repeat(65),
      "a name with a line break": "two\nlines",
      "a name with the byte below the printable ones": "a\x1fb",
      "a name with the byte above the printable ones": "a\x7fb",
      "a name that is not ASCII": "Gerät",
    };
    for (const [what, name] of Object.entries(refused)) {
      it(`reverts for ${what}`, async () => {
        const { makers, makersManager } = await loadFixture(deployDevices);
        await expect(makers.connect(makersManager).addKind(1, Category.Digital, true, 0, name, ""))
          .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidName")
          .withArgs(name);
      });
    }

    it("adds an active kind under the next id, with a name of up to 64 printable characters", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      const asManager = makers.connect(makersManager);
      const name = ` ~${"n".repeat(62)}`;
      const kind = [7, Category.Digital, true, 2n ** 128n - 1n, name, "ipfs://kind"] as const;
      expect(await asManager.addKind.staticCall(...kind)).to.equal(4);
      await expect(asManager.addKind(...kind))
        .to.emit(makers, "KindAdded")
        .withArgs(4, ...kind);
      expect(await makers.kindCount()).to.equal(4);
      expect(await makers.programOf(4)).to.equal(7);
      expect(await makers.kindOf(4)).to.deep.equal([
        7n,
        BigInt(Category.Digital),
        true,
        true,
        2n ** 128n - 1n,
        name,
        "ipfs://kind",
      ]);
    });
  });

  describe("setKindActive", () => {
    it("reverts for a kind that does not exist", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      for (const kind of UNKNOWN) {
        await expect(makers.connect(makersManager).setKindActive(kind, false))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKind")
          .withArgs(kind);
      }
    });

    it("stops and resumes one kind", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      for (const active of [false, true]) {
        await expect(makers.connect(makersManager).setKindActive(HOTSPOT, active))
          .to.emit(makers, "KindActiveSet")
          .withArgs(HOTSPOT, active);
        expect((await makers.kindOf(HOTSPOT)).active).to.equal(active);
        expect((await makers.kindOf(APP)).active).to.equal(true);
      }
    });
  });

  describe("setRequiredBond", () => {
    async function givenAnAnnouncedBond() {
      const devices = await deployDevices();
      await devices.makers.connect(devices.makersManager).setRequiredBond(HOTSPOT, 900);
      const announcedAt = BigInt(await time.latest());
      const bond = async () => {
        const requiredBond = await devices.makers.requiredBondOf(HOTSPOT);
        expect((await devices.makers.kindOf(HOTSPOT)).requiredBond).to.equal(requiredBond);
        return requiredBond;
      };
      return { ...devices, bond, announcedAt };
    }

    it("reverts for a kind that does not exist", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      for (const kind of UNKNOWN) {
        await expect(makers.connect(makersManager).setRequiredBond(kind, 1))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKind")
          .withArgs(kind);
      }
    });

    it("announces the second from which the bond counts", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      const now = BigInt(await time.latest()) + 100n;
      await time.setNextBlockTimestamp(now);
      await expect(makers.connect(makersManager).setRequiredBond(HOTSPOT, 900))
        .to.emit(makers, "RequiredBondSet")
        .withArgs(HOTSPOT, 900, now + NOTICE);
    });

    it("keeps the old bond up to the last second of the notice, and takes the new one in the next", async () => {
      const { bond, announcedAt } = await loadFixture(givenAnAnnouncedBond);
      expect(await bond()).to.equal(HOTSPOT_BOND);
      await time.increaseTo(announcedAt + NOTICE - 1n);
      expect(await bond()).to.equal(HOTSPOT_BOND);
      await time.increaseTo(announcedAt + NOTICE);
      expect(await bond()).to.equal(900);
    });

    it("replaces a bond that does not count yet, and its notice starts anew", async () => {
      const { makers, makersManager, bond, announcedAt } = await loadFixture(givenAnAnnouncedBond);
      await time.setNextBlockTimestamp(announcedAt + NOTICE - 1n);
      await makers.connect(makersManager).setRequiredBond(HOTSPOT, 300);
      await time.increaseTo(announcedAt + NOTICE);
      expect(await bond()).to.equal(HOTSPOT_BOND);
      await time.increaseTo(announcedAt + 2n * NOTICE - 2n);
      expect(await bond()).to.equal(HOTSPOT_BOND);
      await time.increaseTo(announcedAt + 2n * NOTICE - 1n);
      expect(await bond()).to.equal(300);
    });

    it("keeps a bond that counts already until the next one does", async () => {
      const { makers, makersManager, bond, announcedAt } = await loadFixture(givenAnAnnouncedBond);
      await time.setNextBlockTimestamp(announcedAt + NOTICE);
      await makers.connect(makersManager).setRequiredBond(HOTSPOT, 0);
      expect(await bond()).to.equal(900);
      await time.increaseTo(announcedAt + 2n * NOTICE);
      expect(await bond()).to.equal(0);
    });
  });

  describe("kindOf, programOf and requiredBondOf", () => {
    it("revert for a kind that does not exist", async () => {
      const { makers } = await loadFixture(deployDevices);
      for (const kind of UNKNOWN) {
        for (const view of [makers.kindOf, makers.programOf, makers.requiredBondOf]) {
          await expect(view(kind))
            .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKind")
            .withArgs(kind);
        }
      }
    });
  });
});
