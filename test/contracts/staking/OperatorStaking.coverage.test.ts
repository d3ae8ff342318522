import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { roles } from "../../../deploy/roles";
import { register } from "../../helpers/device-actions";
import { secp256k1Key } from "../../helpers/device-keys";
import { Category } from "../../helpers/devices";
import { TRANSACTION_GAS_CAP } from "../../helpers/gas";
import { bondFor, deployTrust } from "../../helpers/trust";

const HOTSPOT = 1n;
const CAMERA = 2n;
const HOTSPOT_BOND = 500n;
const CAMERA_BOND = 20n;
const NOTICE = 7 * 86_400;
const MANY = 40;
const LARGEST = 1_000n;

const ascending = (devices: readonly bigint[]) => [...devices].sort((a, b) => (a < b ? -1 : 1));

describe("OperatorStaking", () => {
  async function givenKinds() {
    const trust = await deployTrust();
    const { authority, admin, makers, makersManager } = trust;
    await authority.connect(admin).grantRole(roles.makers.id, makersManager, 0);
    const asManager = makers.connect(makersManager);
    await asManager.addKind(1, Category.Physical, true, HOTSPOT_BOND, "Hotspot", "");
    await asManager.addKind(1, Category.Physical, true, CAMERA_BOND, "Camera", "");
    await time.increaseTo(trust.genesis);
    return trust;
  }

  /** alice has two hotspots and a camera, bob a camera; alice has bonded just enough. */
  async function givenDevices() {
    const kinds = await givenKinds();
    const { registry, alice, bob } = kinds;
    const onboard = (owner: typeof alice, name: string, kind: bigint) =>
      register(registry, owner, { key: secp256k1Key(name), kind });
    const hotspot = await onboard(alice, "hotspot", HOTSPOT);
    const camera = await onboard(alice, "camera", CAMERA);
    const devices = ascending([hotspot, camera, await onboard(alice, "another hotspot", HOTSPOT)]);
    const foreign = await onboard(bob, "bob's camera", CAMERA);
    await bondFor(kinds, alice, 2n * HOTSPOT_BOND + CAMERA_BOND);
    return { ...kinds, hotspot, camera, devices, foreign };
  }

  describe("coverage", () => {
    it("adds up what the operator's devices need, and says what it has bonded", async () => {
      const { staking, alice, devices, hotspot, camera } = await loadFixture(givenDevices);
      const bonded = 1_020n;
      expect(await staking.coverage(alice, devices)).to.deep.equal([1_020n, bonded]);
      expect(await staking.coverage(alice, [hotspot])).to.deep.equal([HOTSPOT_BOND, bonded]);
      expect(await staking.coverage(alice, [camera])).to.deep.equal([CAMERA_BOND, bonded]);
      expect(await staking.coverage(alice, [])).to.deep.equal([0n, bonded]);
    });

    it("counts nothing that thaws, was slashed, or is somebody else's", async () => {
      const { staking, alice, bob, devices, foreign, disputes, challenger } = await loadFixture(givenDevices);
      await staking.connect(alice).thaw(1n);
      expect(await staking.coverage(alice, devices)).to.deep.equal([1_020n, 1_019n]);
      await staking.connect(disputes).slash(alice, 19n, challenger, 0);
      expect(await staking.coverage(alice, devices)).to.deep.equal([1_020n, 1_000n]);
      expect(await staking.coverage(bob, [foreign])).to.deep.equal([CAMERA_BOND, 0n]);
    });

    it("reverts for devices out of order", async () => {
      const { staking, alice, devices } = await loadFixture(givenDevices);
      const [first = 0n, second = 0n, third = 0n] = devices;
      await expect(staking.coverage(alice, [first, third, second]))
        .to.be.revertedWithCustomError(staking, "OperatorStakingUnsortedDevices")
        .withArgs(second);
    });

    it("reverts for a device given twice: it needs its bond once", async () => {
      const { staking, alice, hotspot } = await loadFixture(givenDevices);
      await expect(staking.coverage(alice, [hotspot, hotspot]))
        .to.be.revertedWithCustomError(staking, "OperatorStakingUnsortedDevices")
        .withArgs(hotspot);
    });

    it("reverts for a device that is somebody else's, or nobody's", async () => {
      const { staking, alice, devices, foreign } = await loadFixture(givenDevices);
      for (const device of [foreign, 1n]) {
        await expect(staking.coverage(alice, ascending([...devices, device])))
          .to.be.revertedWithCustomError(staking, "OperatorStakingNotOperator")
          .withArgs(device, alice.address);
      }
    });

    it("reverts for the id zero, which no device has", async () => {
      const { staking, alice } = await loadFixture(givenDevices);
      await expect(staking.coverage(alice, [0n]))
        .to.be.revertedWithCustomError(staking, "OperatorStakingUnsortedDevices")
        .withArgs(0);
    });

    it("reverts for a device that was released, and counts it for who has it after a sale", async () => {
      const { registry, staking, alice, bob, hotspot, camera } = await loadFixture(givenDevices);
      await registry.connect(alice).release(hotspot);
      await expect(staking.coverage(alice, [hotspot]))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNotOperator")
        .withArgs(hotspot, alice.address);
      await registry.connect(alice).transferFrom(alice, bob, camera);
      expect(await staking.coverage(bob, [camera])).to.deep.equal([CAMERA_BOND, 0n]);
      await expect(staking.coverage(alice, [camera]))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNotOperator")
        .withArgs(camera, alice.address);
    });

    it("a raised bond of a kind counts when its notice has passed, to the second", async () => {
      const { makers, makersManager, staking, alice, devices } = await loadFixture(givenDevices);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      await makers.connect(makersManager).setRequiredBond(HOTSPOT, 800n);
      await time.increaseTo(at + NOTICE - 1);
      expect((await staking.coverage(alice, devices)).required).to.equal(1_020);
      await time.increaseTo(at + NOTICE);
      expect((await staking.coverage(alice, devices)).required).to.equal(1_620);
    });

    it(`answers for ${LARGEST.toString()} devices within one transaction's gas @exhaustive`, async () => {
      const { registry, staking, alice } = await loadFixture(givenKinds);
      const devices: bigint[] = [];
      for (let i = 0; i < MANY; i += 1) {
        devices.push(
          await register(registry, alice, {
            key: secp256k1Key(`device ${i}`),
            kind: i % 2 === 0 ? HOTSPOT : CAMERA,
          }),
        );
      }
      const all = ascending(devices);
      const gasOf = (count: number) => staking.coverage.estimateGas(alice, all.slice(0, count));
      const half = await gasOf(MANY / 2);
      const each = ((await gasOf(MANY)) - half) / BigInt(MANY / 2);
      expect(half + each * LARGEST).to.be.below(TRANSACTION_GAS_CAP);
    });
  });
});
