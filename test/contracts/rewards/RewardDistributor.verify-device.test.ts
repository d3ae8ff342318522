import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther, ZeroHash } from "ethers";

import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { proposeEpoch } from "../../helpers/report";
import { deploySuite } from "../../helpers/suite";
import { claimTree, deviceTree } from "../../helpers/tree";

describe("RewardDistributor", () => {
  describe("verifyDevice", () => {
    const DEVICE = BigInt(id("a device's key"));

    async function givenAnEpochWithDevices() {
      const suite = await deploySuite();
      const devices = deviceTree([
        { device: DEVICE, units: 70n, reward: parseEther("7") },
        { device: DEVICE + 1n, units: 30n, reward: parseEther("3") },
        { device: DEVICE + 2n, units: 0n, reward: 0n },
      ]);
      const tree = claimTree([
        { account: suite.alice.address, cumulative: parseEther("10"), devicesRoot: devices.root },
        { account: suite.bob.address, cumulative: parseEther("5") },
      ]);
      await finalizeEpoch(suite, 0, tree);
      return { ...suite, devices, tree, claim: tree.claimOf(suite.alice), record: devices.recordOf(DEVICE) };
    }

    context("when the epoch has no finalised root", () => {
      it("is false for an epoch that was never reported", async () => {
        const { distributor, claim, record } = await loadFixture(givenAnEpochWithDevices);
        expect(await distributor.verifyDevice(1, claim, record)).to.be.false;
        expect(await distributor.verifyDevice(2 ** 32 - 1, claim, record)).to.be.false;
      });

      it("is false for a pending epoch", async () => {
        const fixture = await loadFixture(givenAnEpochWithDevices);
        const { distributor, claim, record, tree } = fixture;
        await proposeEpoch(fixture, 1, tree);
        expect(await distributor.verifyDevice(1, claim, record)).to.be.false;
      });
    });

    context("when one field is changed", () => {
      it("is false for every changed field of the account's leaf", async () => {
        const { distributor, claim, record, bob } = await loadFixture(givenAnEpochWithDevices);
        const mutations = [
          { account: bob.address },
          { cumulative: claim.cumulative + 1n },
          { devicesRoot: ZeroHash },
          { devicesRoot: id("another root") },
          { proof: [] },
          { proof: [...claim.proof, ZeroHash] },
        ];
        for (const mutation of mutations) {
          const verified = await distributor.verifyDevice(0, { ...claim, ...mutation }, record);
          expect(verified, JSON.stringify(Object.keys(mutation))).to.be.false;
        }
      });

      it("is false for every changed field of the device's record", async () => {
        const { distributor, claim, record } = await loadFixture(givenAnEpochWithDevices);
        const mutations = [
          { device: record.device + 1n },
          { units: record.units + 1n },
          { reward: record.reward - 1n },
          { proof: [] },
          { proof: [...record.proof, ZeroHash] },
        ];
        for (const mutation of mutations) {
          const verified = await distributor.verifyDevice(0, claim, { ...record, ...mutation });
          expect(verified, JSON.stringify(Object.keys(mutation))).to.be.false;
        }
      });

      it("is false for a device under an account without devices: a zero devices root contains nothing", async () => {
        const { distributor, tree, bob, record } = await loadFixture(givenAnEpochWithDevices);
        expect(await distributor.verifyDevice(0, tree.claimOf(bob), record)).to.be.false;
      });
    });

    context("when the record is the published one", () => {
      it("is true for each device, and stays so after later epochs", async () => {
        const fixture = await loadFixture(givenAnEpochWithDevices);
        const { distributor, devices, claim, alice } = fixture;
        await finalizeEpoch(
          fixture,
          1,
          claimTree([{ account: alice.address, cumulative: parseEther("11") }]),
        );
        for (const offset of [0n, 1n, 2n]) {
          expect(await distributor.verifyDevice(0, claim, devices.recordOf(DEVICE + offset))).to.be.true;
        }
      });

      it("is true for the only device of the only account", async () => {
        const suite = await loadFixture(deploySuite);
        const devices = deviceTree([{ device: 1n, units: 2n, reward: 3n }]);
        const tree = claimTree([{ account: suite.alice.address, cumulative: 3n, devicesRoot: devices.root }]);
        await finalizeEpoch(suite, 0, tree);
        expect(await suite.distributor.verifyDevice(0, tree.claimOf(suite.alice), devices.recordOf(1n))).to.be
          .true;
      });
    });
  });
});
