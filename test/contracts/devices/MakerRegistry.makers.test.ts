import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { APP, deployDevices, HOTSPOT, MAKER } from "../../helpers/devices";

const UNKNOWN = 2n;

describe("MakerRegistry", () => {
  describe("the makers role", () => {
    const calls: Record<string, unknown[]> = {
      setVerifier: [ZeroAddress, false],
      addKind: [1, 0, true, 0, "Kind", ""],
      setKindActive: [HOTSPOT, false],
      setRequiredBond: [HOTSPOT, 1],
      addMaker: [ZeroAddress, ""],
      setMakerActive: [MAKER, false],
      setMakerKind: [MAKER, HOTSPOT, false],
    };
    for (const [name, args] of Object.entries(calls)) {
      it(`${name} reverts for the guardian, the maker itself and a stranger`, async () => {
        const { makers, guardian, manufacturer, stranger } = await loadFixture(deployDevices);
        for (const caller of [guardian, manufacturer, stranger]) {
          const data = makers.interface.encodeFunctionData(name as "setVerifier", args as never);
          await expect(caller.sendTransaction({ to: makers, data }))
            .to.be.revertedWithCustomError(makers, "AccessManagedUnauthorized")
            .withArgs(caller.address);
        }
      });
    }
  });

  describe("addMaker", () => {
    it("reverts for the zero account", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      await expect(makers.connect(makersManager).addMaker(ZeroAddress, "ipfs://maker"))
        .to.be.revertedWithCustomError(makers, "MakerRegistryZeroAccount")
        .withArgs();
    });

    it("gives consecutive ids to active makers that may attest nothing yet", async () => {
      const { makers, makersManager, bob } = await loadFixture(deployDevices);
      expect(await makers.connect(makersManager).addMaker.staticCall(bob, "ipfs://bob")).to.equal(2);
      await expect(makers.connect(makersManager).addMaker(bob, "ipfs://bob"))
        .to.emit(makers, "MakerAdded")
        .withArgs(2, bob.address, "ipfs://bob");
      expect(await makers.makerCount()).to.equal(2);
      expect(await makers.makerOf(2)).to.deep.equal([bob.address, true, "ipfs://bob"]);
      expect(await makers.isMakerAllowed(2, HOTSPOT)).to.equal(false);
    });
  });

  describe("setMakerActive", () => {
    it("reverts for a maker that does not exist", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      for (const maker of [0n, UNKNOWN]) {
        await expect(makers.connect(makersManager).setMakerActive(maker, true))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
          .withArgs(maker);
      }
    });

    it("revokes and reinstates, keeping everything else", async () => {
      const { makers, makersManager, manufacturer } = await loadFixture(deployDevices);
      for (const active of [false, true]) {
        await expect(makers.connect(makersManager).setMakerActive(MAKER, active))
          .to.emit(makers, "MakerActiveSet")
          .withArgs(MAKER, active);
        expect(await makers.makerOf(MAKER)).to.deep.equal([manufacturer.address, active, "ipfs://maker"]);
        expect(await makers.isMakerAllowed(MAKER, HOTSPOT)).to.equal(true);
      }
    });
  });

  describe("setMakerKind", () => {
    it("reverts for a maker or a kind that does not exist", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      const asManager = makers.connect(makersManager);
      await expect(asManager.setMakerKind(UNKNOWN, HOTSPOT, true))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(UNKNOWN);
      for (const kind of [0n, 4n]) {
        await expect(asManager.setMakerKind(MAKER, kind, true))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKind")
          .withArgs(kind);
      }
    });

    it("allows and forbids one kind of one maker", async () => {
      const { makers, makersManager } = await loadFixture(deployDevices);
      for (const allowed of [true, false]) {
        await expect(makers.connect(makersManager).setMakerKind(MAKER, APP, allowed))
          .to.emit(makers, "MakerKindSet")
          .withArgs(MAKER, APP, allowed);
        expect(await makers.isMakerAllowed(MAKER, APP)).to.equal(allowed);
        expect(await makers.isMakerAllowed(MAKER, HOTSPOT)).to.equal(true);
      }
    });
  });

  describe("setMakerURI", () => {
    it("reverts for anybody but the maker's account, and for a maker that does not exist", async () => {
      const { makers, makersManager, manufacturer } = await loadFixture(deployDevices);
      await expect(makers.connect(makersManager).setMakerURI(MAKER, "ipfs://other"))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotMaker")
        .withArgs(MAKER, makersManager.address);
      await expect(makers.connect(manufacturer).setMakerURI(UNKNOWN, "ipfs://other"))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(UNKNOWN);
    });

    it("a caller authorised for one maker cannot act on another", async () => {
      const { makers, makersManager, manufacturer, bob } = await loadFixture(deployDevices);
      await makers.connect(makersManager).addMaker(bob, "");
      await expect(makers.connect(manufacturer).setMakerURI(2, "ipfs://other"))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotMaker")
        .withArgs(2, manufacturer.address);
    });

    it("moves the description", async () => {
      const { makers, manufacturer } = await loadFixture(deployDevices);
      await expect(makers.connect(manufacturer).setMakerURI(MAKER, "ipfs://new"))
        .to.emit(makers, "MakerURISet")
        .withArgs(MAKER, "ipfs://new");
      expect((await makers.makerOf(MAKER)).uri).to.equal("ipfs://new");
    });
  });

  describe("transferMaker and acceptMaker", () => {
    it("only the maker's account can offer", async () => {
      const { makers, bob } = await loadFixture(deployDevices);
      await expect(makers.connect(bob).transferMaker(MAKER, bob))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotMaker")
        .withArgs(MAKER, bob.address);
    });

    it("nobody can accept what was not offered to them, nor a maker that does not exist", async () => {
      const { makers, manufacturer, bob, carol } = await loadFixture(deployDevices);
      await expect(makers.connect(bob).acceptMaker(MAKER))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotNextAccount")
        .withArgs(MAKER, bob.address);
      await makers.connect(manufacturer).transferMaker(MAKER, bob);
      await expect(makers.connect(carol).acceptMaker(MAKER))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotNextAccount")
        .withArgs(MAKER, carol.address);
      await expect(makers.connect(bob).acceptMaker(UNKNOWN))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(UNKNOWN);
    });

    it("an offer changes nothing until it is accepted, and can be withdrawn", async () => {
      const { makers, manufacturer, bob } = await loadFixture(deployDevices);
      await expect(makers.connect(manufacturer).transferMaker(MAKER, bob))
        .to.emit(makers, "MakerTransferStarted")
        .withArgs(MAKER, manufacturer.address, bob.address);
      expect((await makers.makerOf(MAKER)).account).to.equal(manufacturer.address);
      await makers.connect(manufacturer).transferMaker(MAKER, ZeroAddress);
      await expect(makers.connect(bob).acceptMaker(MAKER))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotNextAccount")
        .withArgs(MAKER, bob.address);
    });

    it("passes the maker's affairs on, once", async () => {
      const { makers, manufacturer, makerKey, bob } = await loadFixture(deployDevices);
      await makers.connect(manufacturer).transferMaker(MAKER, bob);
      await expect(makers.connect(bob).acceptMaker(MAKER))
        .to.emit(makers, "MakerTransferred")
        .withArgs(MAKER, manufacturer.address, bob.address);
      expect((await makers.makerOf(MAKER)).account).to.equal(bob.address);

      await expect(makers.connect(manufacturer).addAttestationKey(MAKER, makerKey.signer))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotMaker")
        .withArgs(MAKER, manufacturer.address);
      await expect(makers.connect(bob).acceptMaker(MAKER))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotNextAccount")
        .withArgs(MAKER, bob.address);
      await expect(makers.connect(bob).setMakerURI(MAKER, "ipfs://bob")).to.emit(makers, "MakerURISet");
    });
  });

  describe("makerOf", () => {
    it("reverts for a maker that does not exist", async () => {
      const { makers } = await loadFixture(deployDevices);
      for (const maker of [0n, UNKNOWN]) {
        await expect(makers.makerOf(maker))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
          .withArgs(maker);
      }
    });
  });
});
